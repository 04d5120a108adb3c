package io.splitmask.masking;

/** How the patches of an image are split. */
public enum MaskingKind {
    /** In rectangular blocks: {@link BlockMasking}. */
    BLOCK {
        @Override
        public MaskGenerator generator(double maskRatio) {
            return new BlockMasking(maskRatio, BlockMasking.SPLITMASK.minBlock(), BlockMasking.SPLITMASK.maxBlock());
        }
    },
    /** One by one: {@link UniformMasking}. */
    UNIFORM {
        @Override
        public MaskGenerator generator(double maskRatio) {
            return new UniformMasking(maskRatio);
        }
    };

    /**
     * Returns what draws the splits.
     *
     * @param maskRatio share of the patches in set B, above 0 and below 1
     */
    public abstract MaskGenerator generator(double maskRatio);
}

package io.splitmask.recipe;

import io.splitmask.masking.BlockMasking;
import io.splitmask.masking.MaskGenerator;
import io.splitmask.masking.UniformMasking;

/** How the patches of an image are split. */
public enum MaskingKind {
    /** In rectangular blocks: {@link BlockMasking}. */
    BLOCK {
        @Override
        MaskGenerator generator(double maskRatio) {
            return new BlockMasking(maskRatio, BlockMasking.SPLITMASK.minBlock(), BlockMasking.SPLITMASK.maxBlock());
        }
    },
    /** One by one: {@link UniformMasking}. */
    UNIFORM {
        @Override
        MaskGenerator generator(double maskRatio) {
            return new UniformMasking(maskRatio);
        }
    };

    abstract MaskGenerator generator(double maskRatio);
}

package io.splitmask.method.beit;

import io.splitmask.masking.BlockMasking;
import io.splitmask.method.MethodContext;
import io.splitmask.method.MethodRecipe;

/**
 * What is particular to BEiT: how patches are masked. The network is the one that is given, a plain Vision Transformer
 * or a {@link io.splitmask.nn.VitVariant}.
 *
 * @param maskRatio largest share of the patches that is masked, above 0 and below 1
 * @param minBlock smallest area of a block aimed at, in patches of a grid of 14 x 14; scaled on other grids
 * @param maxBlock largest number of patches that one block adds, likewise
 */
public record BeitRecipe(double maskRatio, int minBlock, int maxBlock) implements MethodRecipe {
    /** The published settings: at most 75 of 196 patches, in blocks of 16 or more. */
    public static final BeitRecipe PUBLISHED =
            new BeitRecipe(BlockMasking.BEIT.maskRatio(), BlockMasking.BEIT.minBlock(), BlockMasking.BEIT.maxBlock());

    /** Checks the numbers. */
    public BeitRecipe {
        new BlockMasking(maskRatio, minBlock, maxBlock);
    }

    /** Returns what draws the masks. */
    public BlockMasking masking() {
        return new BlockMasking(maskRatio, minBlock, maxBlock);
    }

    @Override
    public boolean needsWords() {
        return true;
    }

    @Override
    public Beit create(MethodContext context) {
        return new Beit(context.backend(), context.model(), this, context.words(), context.dropPath());
    }
}

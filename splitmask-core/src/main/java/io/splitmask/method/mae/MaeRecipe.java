package io.splitmask.method.mae;

import io.splitmask.config.Problems;
import io.splitmask.method.MethodContext;
import io.splitmask.method.MethodRecipe;

/**
 * What is particular to MAE.
 *
 * @param maskRatio share of the patches that are hidden; of N patches {@code floor(N * (1 - maskRatio))} are seen
 * @param normalisePixels whether the pixels of each patch are brought to mean 0 and variance 1 before they are targets
 * @param decoderWidth D of the decoder; a multiple of 4 and of {@code decoderHeads}
 * @param decoderDepth number of decoder blocks
 * @param decoderHeads H of the decoder
 * @see "recipes, section 2.6; facebookresearch/mae efb2a80, models_mae.py"
 */
public record MaeRecipe(double maskRatio, boolean normalisePixels, int decoderWidth, int decoderDepth, int decoderHeads)
        implements MethodRecipe {
    /** MAE's own for ViT-B, L and H. */
    public static final MaeRecipe PAPER = new MaeRecipe(0.75, true, 512, 8, 16);
    /** A decoder that stays smaller than the encoders vit_micro and vit_tiny. */
    public static final MaeRecipe SMALL = new MaeRecipe(0.75, true, 64, 2, 2);

    /** Checks the numbers. */
    public MaeRecipe {
        Problems.of("MaeRecipe")
                .require(maskRatio > 0 && maskRatio < 1, "expected maskRatio above 0 and below 1, got " + maskRatio)
                .require(
                        decoderWidth > 0 && decoderWidth % 4 == 0,
                        "expected decoderWidth as a multiple of 4, got " + decoderWidth)
                .atLeast(1, "decoderDepth", decoderDepth)
                .require(
                        decoderHeads > 0 && decoderWidth % decoderHeads == 0,
                        "expected decoderHeads to divide decoderWidth " + decoderWidth + ", got " + decoderHeads)
                .throwIfAny();
    }

    @Override
    public Mae create(MethodContext context) {
        return new Mae(context.backend(), context.model(), this, context.dropPath());
    }
}

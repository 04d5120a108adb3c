package io.splitmask.method.mocov3;

import io.splitmask.config.Problems;
import io.splitmask.method.MethodContext;
import io.splitmask.method.MethodRecipe;

/**
 * What is particular to MoCo v3: each view of an image must find the other among those of the batch, as a moving average
 * of the network sees them.
 *
 * @param hiddenWidth of projector and predictor
 * @param outputWidth of both, where views are compared
 * @param temperature tau of the loss
 * @param momentum share of the old average in the new one at the start; a cosine leads to 1
 * @see "recipes, section 2.5; facebookresearch/moco-v3 c349e6e, main_moco.py and moco/builder.py"
 */
public record MocoV3Recipe(int hiddenWidth, int outputWidth, double temperature, double momentum)
        implements MethodRecipe {
    /** The published setting for Vision Transformers. */
    public static final MocoV3Recipe PAPER = new MocoV3Recipe(4096, 256, 0.2, 0.99);

    /** Checks the numbers. */
    public MocoV3Recipe {
        Problems.of("MocoV3Recipe")
                .atLeast(1, "hiddenWidth", hiddenWidth)
                .atLeast(1, "outputWidth", outputWidth)
                .positive("temperature", temperature)
                .share("momentum", momentum)
                .throwIfAny();
    }

    @Override
    public MocoV3 create(MethodContext context) {
        return new MocoV3(context.backend(), context.model(), this, context.length(), context.dropPath());
    }
}

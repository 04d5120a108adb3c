package io.splitmask.method.supervised;

import io.splitmask.config.Problems;
import io.splitmask.method.MethodContext;
import io.splitmask.method.MethodRecipe;
import io.splitmask.recipe.MixRecipe;

/**
 * What is particular to supervised pre-training. Mixing has a field for each number, so that each is a setting.
 *
 * @param labelSmoothing share of a target that is spread over all classes
 * @param mixupAlpha both parameters of the Beta distribution of mixup; 0 for no mixup
 * @param cutmixAlpha both parameters of the Beta distribution of CutMix; 0 for no CutMix
 * @param mixProbability of mixing a batch at all
 * @param cutmixShare probability of CutMix rather than mixup where both are on
 * @see "recipes, section 2.7; facebookresearch/deit 7e160fe, main.py"
 */
public record SupervisedRecipe(
        double labelSmoothing, double mixupAlpha, double cutmixAlpha, double mixProbability, double cutmixShare)
        implements MethodRecipe {
    /** DeiT's. */
    public static final SupervisedRecipe DEIT = new SupervisedRecipe(
            0.1,
            MixRecipe.PAPER.mixupAlpha(),
            MixRecipe.PAPER.cutmixAlpha(),
            MixRecipe.PAPER.probability(),
            MixRecipe.PAPER.cutmixShare());

    /** Checks the numbers. */
    public SupervisedRecipe {
        Problems.of("SupervisedRecipe")
                .shareBelowOne("labelSmoothing", labelSmoothing)
                .throwIfAny();
        mix(mixupAlpha, cutmixAlpha, mixProbability, cutmixShare);
    }

    private static MixRecipe mix(double mixupAlpha, double cutmixAlpha, double mixProbability, double cutmixShare) {
        return new MixRecipe(mixupAlpha, cutmixAlpha, mixProbability, cutmixShare);
    }

    /** Returns how batches are mixed. */
    MixRecipe mix() {
        return mix(mixupAlpha, cutmixAlpha, mixProbability, cutmixShare);
    }

    /**
     * Makes the method.
     *
     * @throws IllegalArgumentException if the images have no labels
     */
    @Override
    public Supervised create(MethodContext context) {
        if (context.numClasses() < 1) {
            throw new IllegalArgumentException("supervised: expected labelled images, got none with a label;"
                    + " put each class into a folder of its own, or choose a method that needs no labels");
        }
        return new Supervised(context.backend(), context.model(), this, context.numClasses(), context.dropPath());
    }
}

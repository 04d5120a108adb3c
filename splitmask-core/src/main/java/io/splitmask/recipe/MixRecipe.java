package io.splitmask.recipe;

import io.splitmask.config.Problems;

/**
 * Mixing of images and their labels within a batch.
 *
 * @param mixupAlpha both parameters of the Beta distribution of mixup; 0 for no mixup
 * @param cutmixAlpha both parameters of the Beta distribution of cutmix; 0 for no cutmix
 * @param probability of mixing a batch at all
 * @param cutmixShare probability of cutmix rather than mixup where both are on
 */
public record MixRecipe(double mixupAlpha, double cutmixAlpha, double probability, double cutmixShare) {
    /** Images stay as they are. */
    public static final MixRecipe NONE = new MixRecipe(0, 0, 0, 0);
    /** The paper's: mixup 0.8, cutmix 1, always one of them. */
    public static final MixRecipe PAPER = new MixRecipe(0.8, 1, 1, 0.5);

    /** Checks the numbers. */
    public MixRecipe {
        Problems.of("MixRecipe")
                .notNegative("mixupAlpha", mixupAlpha)
                .notNegative("cutmixAlpha", cutmixAlpha)
                .share("probability", probability)
                .share("cutmixShare", cutmixShare)
                .require(
                        probability == 0 || mixupAlpha > 0 || cutmixAlpha > 0,
                        "expected mixupAlpha or cutmixAlpha > 0 where probability > 0, got 0 and 0")
                .throwIfAny();
    }
}

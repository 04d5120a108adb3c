package io.splitmask.recipe;

import io.splitmask.config.Problems;
import io.splitmask.optim.CosineSchedule;
import io.splitmask.optim.Schedule;

/**
 * The settings of AdamW and where they go during training.
 *
 * @param learningRate at the end of the warm-up
 * @param minLearningRate where the cosine leads to
 * @param weightDecay at the start
 * @param finalWeightDecay where its cosine leads to; the same value for a constant
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param eps added to the denominator
 * @param curve how the learning rate goes from step to step
 */
public record AdamwRecipe(
        double learningRate,
        double minLearningRate,
        double weightDecay,
        double finalWeightDecay,
        double beta1,
        double beta2,
        double eps,
        RateCurve curve) {
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final double EPS = 1e-8;

    /** Checks the numbers. */
    public AdamwRecipe {
        Problems.of("AdamwRecipe")
                .positive("learningRate", learningRate)
                .require(
                        minLearningRate >= 0 && !(minLearningRate > learningRate),
                        "expected minLearningRate from 0 to learningRate = " + learningRate + ", got "
                                + minLearningRate)
                .notNegative("weightDecay", weightDecay)
                .notNegative("finalWeightDecay", finalWeightDecay)
                .shareBelowOne("beta1", beta1)
                .shareBelowOne("beta2", beta2)
                .positive("eps", eps)
                .throwIfAny();
    }

    /** Returns the usual settings, betas (0.9, 0.999) and eps 1e-8, with constant weight decay. */
    public static AdamwRecipe of(double learningRate, double minLearningRate, double weightDecay) {
        return new AdamwRecipe(
                learningRate, minLearningRate, weightDecay, weightDecay, BETA_1, BETA_2, EPS, RateCurve.PER_STEP);
    }

    /** Returns the same settings with both learning rates times a factor, so that the shape of the schedule stays. */
    public AdamwRecipe withLearningRateScaled(double factor) {
        return new AdamwRecipe(
                learningRate * factor,
                minLearningRate * factor,
                weightDecay,
                finalWeightDecay,
                beta1,
                beta2,
                eps,
                curve);
    }

    /** Returns the same settings with another weight decay, constant. */
    public AdamwRecipe withWeightDecay(double newWeightDecay) {
        return withWeightDecay(newWeightDecay, newWeightDecay);
    }

    /** Returns the same settings with another weight decay, along a cosine from one value to the other. */
    public AdamwRecipe withWeightDecay(double newWeightDecay, double newFinalWeightDecay) {
        return new AdamwRecipe(
                learningRate, minLearningRate, newWeightDecay, newFinalWeightDecay, beta1, beta2, eps, curve);
    }

    /** Returns the same settings with another curve of the learning rate. */
    public AdamwRecipe withCurve(RateCurve newCurve) {
        return new AdamwRecipe(
                learningRate, minLearningRate, weightDecay, finalWeightDecay, beta1, beta2, eps, newCurve);
    }

    /** Returns the learning rate by step: linear from 0, then a cosine. */
    public Schedule learningRateSchedule(long totalSteps, long warmupSteps) {
        return curve.schedule(learningRate, minLearningRate, totalSteps, warmupSteps);
    }

    /** Returns the weight decay by step. */
    public Schedule weightDecaySchedule(long totalSteps) {
        return CosineSchedule.withoutWarmup(weightDecay, finalWeightDecay, totalSteps);
    }
}

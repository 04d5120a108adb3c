package io.splitmask.train;

import io.splitmask.config.Problems;
import io.splitmask.optim.AdamW;
import io.splitmask.optim.CosineSchedule;
import io.splitmask.optim.Schedule;

/**
 * How weights change: AdamW with a linear warm-up from 0 and half a cosine.
 *
 * @param learningRate at the end of the warm-up
 * @param endLearningRate that the cosine leads to
 * @param warmupSteps optimizer steps of the warm-up
 * @param weightDecay constant
 * @param clipNorm largest norm of all gradients together; 0 for no limit
 * @param adamw constants of AdamW
 */
public record OptimizerSettings(
        double learningRate,
        double endLearningRate,
        long warmupSteps,
        double weightDecay,
        double clipNorm,
        AdamW.Settings adamw) {
    /** Limit on the gradient norm in BEiT and SplitMask: {@value}. */
    public static final double BEIT_CLIP_NORM = 3.0;

    /** Checks the numbers. */
    public OptimizerSettings {
        Problems.of("OptimizerSettings")
                .positive("learningRate", learningRate)
                .notNegative("endLearningRate", endLearningRate)
                .atLeast(0, "warmupSteps", warmupSteps)
                .notNegative("weightDecay", weightDecay)
                .notNegative("clipNorm", clipNorm)
                .shareBelowOne("adamw.beta1", adamw.beta1())
                .shareBelowOne("adamw.beta2", adamw.beta2())
                .positive("adamw.eps", adamw.eps())
                .throwIfAny();
    }

    Schedule schedule(long totalSteps) {
        return new CosineSchedule(learningRate, endLearningRate, totalSteps, warmupSteps, 0);
    }
}

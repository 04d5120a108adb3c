package io.splitmask.optim;

import io.splitmask.config.Problems;

/**
 * Linear warm-up from 0, then half a cosine, as one continuous function of the progress of a run; the learning rate of
 * MoCo v3 and MAE, which count the fractional epoch.
 *
 * <p>Step s before W has {@code peak s / W}, so that the peak is reached in step W, the first after the warm-up (with
 * {@link CosineSchedule} the last step of the warm-up has it already).
 *
 * @param peak value at the end of the warm-up
 * @param end value the cosine leads to
 * @param totalSteps number of steps, warm-up included
 * @param warmupSteps W; 0 for none
 * @see "golden cases, section 14, moco_lr; facebookresearch/moco-v3 c349e6e, main_moco.py, adjust_learning_rate"
 */
public record ContinuousCosineSchedule(double peak, double end, long totalSteps, long warmupSteps) implements Schedule {
    /** Checks the numbers. */
    public ContinuousCosineSchedule {
        Problems.of("ContinuousCosineSchedule")
                .require(Double.isFinite(peak), "expected a finite peak, got " + peak)
                .require(Double.isFinite(end), "expected a finite end, got " + end)
                .atLeast(1, "totalSteps", totalSteps)
                .require(
                        warmupSteps >= 0 && warmupSteps <= totalSteps,
                        "expected warmupSteps from 0 to totalSteps = " + totalSteps + ", got " + warmupSteps)
                .throwIfAny();
    }

    @Override
    public double at(long step) {
        if (step < warmupSteps) {
            return peak * step / warmupSteps;
        }
        if (step >= totalSteps) {
            return end;
        }
        double progress = (double) (step - warmupSteps) / (totalSteps - warmupSteps);
        return end + (peak - end) * (1 + StrictMath.cos(Math.PI * progress)) / 2;
    }
}

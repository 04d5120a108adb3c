package io.splitmask.optim;

import io.splitmask.config.Problems;

/**
 * Linear warm-up, then half a cosine; the schedule of BEiT and DINO for learning rates, weight decay and momentum, and of
 * MoCo v3 for its momentum.
 *
 * <p>Steps 0 to W - 1 go from {@code warmupStart} to {@code base}, both included, so that the last warm-up step already
 * has {@code base} (a single warm-up step has {@code warmupStart}). The cosine starts at {@code base} again in step W,
 * and would be at {@code end} in step {@code totalSteps}, one after the last; from there on the value is {@code end}.
 *
 * @param base value at the end of the warm-up
 * @param end value the cosine leads to
 * @param totalSteps number of steps, warm-up included
 * @param warmupSteps W
 * @param warmupStart value of the first warm-up step
 * @see "golden cases, section 14, cosine_per_step and moco_momentum; microsoft/unilm 768a3c8, beit/utils.py"
 */
public record CosineSchedule(double base, double end, long totalSteps, long warmupSteps, double warmupStart)
        implements Schedule {
    /** Checks the numbers. */
    public CosineSchedule {
        Problems.of("CosineSchedule")
                .require(Double.isFinite(base), "expected a finite base, got " + base)
                .require(Double.isFinite(end), "expected a finite end, got " + end)
                .require(Double.isFinite(warmupStart), "expected a finite warmupStart, got " + warmupStart)
                .atLeast(1, "totalSteps", totalSteps)
                .require(
                        warmupSteps >= 0 && warmupSteps <= totalSteps,
                        "expected warmupSteps from 0 to totalSteps = " + totalSteps + ", got " + warmupSteps)
                .throwIfAny();
    }

    /** Returns a schedule that starts at {@code base} without warm-up. */
    public static CosineSchedule withoutWarmup(double base, double end, long totalSteps) {
        return new CosineSchedule(base, end, totalSteps, 0, 0);
    }

    @Override
    public double at(long step) {
        if (step < warmupSteps) {
            return Ramp.at(warmupStart, base, warmupSteps, step);
        }
        if (step >= totalSteps) {
            return end;
        }
        double progress = (double) (step - warmupSteps) / (totalSteps - warmupSteps);
        return end + (base - end) * (1 + StrictMath.cos(Math.PI * progress)) / 2;
    }
}

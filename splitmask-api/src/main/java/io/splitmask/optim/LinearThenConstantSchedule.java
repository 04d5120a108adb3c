package io.splitmask.optim;

import io.splitmask.config.Problems;

/**
 * A line, then a constant: DINO's teacher temperature. Counts epochs, so it is used as {@code perEpoch(stepsPerEpoch)}.
 *
 * @param start value of the first warm-up epoch
 * @param end value of the last warm-up epoch and of all later ones
 * @param warmupEpochs number of epochs from {@code start} to {@code end}, both included; 0 for a constant
 * @see "golden cases, section 14, linear_then_constant_per_epoch; facebookresearch/dino 7c446df, main_dino.py"
 */
public record LinearThenConstantSchedule(double start, double end, int warmupEpochs) implements Schedule {
    /** Checks the numbers. */
    public LinearThenConstantSchedule {
        Problems.of("LinearThenConstantSchedule")
                .require(Double.isFinite(start), "expected a finite start, got " + start)
                .require(Double.isFinite(end), "expected a finite end, got " + end)
                .atLeast(0, "warmupEpochs", warmupEpochs)
                .throwIfAny();
    }

    /**
     * Returns the value for an epoch.
     *
     * @param epoch from 0
     */
    @Override
    public double at(long epoch) {
        return epoch < warmupEpochs ? Ramp.at(start, end, warmupEpochs, epoch) : end;
    }
}

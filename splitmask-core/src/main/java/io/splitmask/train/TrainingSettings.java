package io.splitmask.train;

import io.splitmask.config.Problems;

/**
 * What pre-training and fine-tuning have in common.
 *
 * @param totalSteps optimizer steps of the whole run, one batch each
 * @param optimizer how weights change
 * @param checkpoints when checkpoints are written
 * @param seed from which everything random in the run is derived
 */
public record TrainingSettings(
        long totalSteps, OptimizerSettings optimizer, CheckpointSettings checkpoints, long seed) {
    /** Checks the numbers. */
    public TrainingSettings {
        Problems.of("TrainingSettings")
                .atLeast(1, "totalSteps", totalSteps)
                .require(
                        optimizer.warmupSteps() <= totalSteps,
                        "expected warmupSteps of at most totalSteps = " + totalSteps + ", got "
                                + optimizer.warmupSteps())
                .throwIfAny();
    }
}

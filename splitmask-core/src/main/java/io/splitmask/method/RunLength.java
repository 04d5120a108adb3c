package io.splitmask.method;

import io.splitmask.config.Problems;

/**
 * How long a run is, for what changes along it: averaging momenta, temperatures, weights that are frozen at first.
 *
 * @param totalSteps optimizer steps of the whole run
 * @param stepsPerEpoch optimizer steps of an epoch
 */
public record RunLength(long totalSteps, long stepsPerEpoch) {
    /** Checks the numbers. */
    public RunLength {
        Problems.of("RunLength")
                .atLeast(1, "totalSteps", totalSteps)
                .atLeast(1, "stepsPerEpoch", stepsPerEpoch)
                .throwIfAny();
    }

    /**
     * Returns the number of the epoch, from 0, in which a step is taken.
     *
     * @param step from 0
     */
    public long epoch(long step) {
        return step / stepsPerEpoch;
    }
}

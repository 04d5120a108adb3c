package io.splitmask.train;

import io.splitmask.config.Problems;

/**
 * When checkpoints are written and how many stay. One is always written at the end and when a run is interrupted.
 *
 * @param everySteps optimizer steps from one to the next; 0 for no such limit
 * @param everySeconds time from one to the next; 0 for no such limit. Only when checkpoints are written depends on it,
 *     not what a run gives
 * @param keepLast how many stay, at least 1
 */
public record CheckpointSettings(long everySteps, long everySeconds, int keepLast) {
    /** How many checkpoints stay if nothing is said: {@value}; the older one serves if the newest is broken. */
    public static final int DEFAULT_KEEP_LAST = 2;

    /** Checks the numbers. */
    public CheckpointSettings {
        Problems.of("CheckpointSettings")
                .atLeast(0, "everySteps", everySteps)
                .atLeast(0, "everySeconds", everySeconds)
                .atLeast(1, "keepLast", keepLast)
                .throwIfAny();
    }

    /** Writes a checkpoint after every so many optimizer steps and keeps {@value #DEFAULT_KEEP_LAST}. */
    public static CheckpointSettings everySteps(long steps) {
        return new CheckpointSettings(steps, 0, DEFAULT_KEEP_LAST);
    }

    /** Writes a checkpoint whenever so much time has passed and keeps {@value #DEFAULT_KEEP_LAST}. */
    public static CheckpointSettings everySeconds(long seconds) {
        return new CheckpointSettings(0, seconds, DEFAULT_KEEP_LAST);
    }
}

package io.splitmask.train;

import java.nio.file.Path;

/**
 * How a run ended.
 *
 * @param status completed or interrupted
 * @param steps steps done
 * @param checkpoint the newest checkpoint, which holds these steps
 */
public record TrainingResult(Status status, long steps, Path checkpoint) {
    /** How a run ended. */
    public enum Status {
        /** All steps are done. */
        COMPLETED,
        /** A stop was requested; the run can be resumed. */
        INTERRUPTED
    }

    /** Returns whether all steps are done. */
    public boolean completed() {
        return status == Status.COMPLETED;
    }
}

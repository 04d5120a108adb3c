package io.splitmask.train;

/**
 * Asks a run to end early: it finishes its step and writes a checkpoint. May be requested from any thread; interrupting
 * the training thread does the same.
 */
public final class StopRequest {
    private volatile boolean requested;

    /** Asks the run to end. */
    public void request() {
        requested = true;
    }

    /** Returns whether the run was asked to end. */
    public boolean isRequested() {
        return requested;
    }
}

package io.splitmask.cli.option;

import io.splitmask.train.RunConfig;
import picocli.CommandLine.Option;

/** What a training step may forget for a while. */
public final class MemoryOptions {
    /** Its name among the settings of a run. */
    static final String SETTING = "recompute";

    @Option(
            names = "--recompute",
            description = "Keep only what goes into each block and compute the block again for its gradients"
                    + " (activation checkpointing): longer steps, much less memory, the same results.")
    private boolean recompute;

    /** Returns whether blocks are computed again on the way back. */
    public boolean recompute() {
        return recompute;
    }

    /** Returns the same for a run to go on with, which keeps what it began with. */
    static boolean recompute(RunConfig earlier) {
        // Runs from before it was noted say nothing.
        return earlier.settings().containsKey(SETTING) && earlier.settings(SETTING, Boolean.class);
    }
}

package io.splitmask.cli.option;

import picocli.CommandLine.Option;

/** What a training step may forget for a while. */
public final class MemoryOptions {
    @Option(
            names = "--recompute",
            description = "Keep only what goes into each block and compute the block again for its gradients"
                    + " (activation checkpointing): longer steps, much less memory, the same results.")
    private boolean recompute;

    /** Returns whether blocks are computed again on the way back. */
    public boolean recompute() {
        return recompute;
    }
}

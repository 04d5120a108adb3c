package io.splitmask.train;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Training cannot go on because a number is no longer finite. The weights are those before the step; what a method moves
 * with its loss, such as centres and running statistics, may be that of the step.
 */
public final class TrainingStoppedException extends RuntimeException {
    private final long step;
    private final double learningRate;
    private final transient @Nullable Path lastCheckpoint;

    TrainingStoppedException(long step, double learningRate, String problem, Optional<Path> lastCheckpoint) {
        super("step " + step + ": " + problem + " at learning rate " + learningRate + "; "
                + lastCheckpoint
                        .map(file -> "last good checkpoint: " + file.toAbsolutePath())
                        .orElse("there is no checkpoint yet")
                + "; try a lower learning rate or a longer warm-up");
        this.step = step;
        this.learningRate = learningRate;
        this.lastCheckpoint = lastCheckpoint.orElse(null);
    }

    /** Returns the number of the step that failed, from 1. */
    public long step() {
        return step;
    }

    /** Returns the learning rate of that step. */
    public double learningRate() {
        return learningRate;
    }

    /** Returns the newest checkpoint, if there is one. */
    public Optional<Path> lastCheckpoint() {
        return Optional.ofNullable(lastCheckpoint);
    }
}

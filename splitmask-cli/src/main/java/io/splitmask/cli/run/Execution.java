package io.splitmask.cli.run;

import io.splitmask.cli.option.RunOptions;
import io.splitmask.cli.progress.Terminal;
import io.splitmask.spi.Backend;
import io.splitmask.train.CheckpointSettings;
import io.splitmask.train.RunConfig;
import io.splitmask.train.TrainListener;
import org.jspecify.annotations.Nullable;

/**
 * How a run is carried out, which does not change what it gives.
 *
 * @param backend what computes
 * @param terminal where progress is shown
 * @param checkpoints when they are written
 * @param resume whether to go on from the newest checkpoint in the run folder
 * @param recompute whether blocks are computed again on the way back, for less memory
 * @param watch hears of starts and steps beside the progress line
 */
public record Execution(
        Backend backend,
        Terminal terminal,
        CheckpointSettings checkpoints,
        boolean resume,
        boolean recompute,
        TrainListener watch) {
    /** Describes a run that nobody else watches. */
    public Execution(Backend backend, Terminal terminal, CheckpointSettings checkpoints, boolean resume) {
        this(backend, terminal, checkpoints, resume, false, TrainListener.NONE);
    }

    /**
     * Describes a run as the options of its command have it, with progress on standard error.
     *
     * @param earlier settings of the run to go on with; null for a new one
     */
    public static Execution of(Backend backend, RunOptions run, @Nullable RunConfig earlier) {
        return new Execution(
                backend,
                Terminal.standardError(),
                run.checkpoints(),
                run.resume(),
                run.recompute(earlier),
                TrainListener.NONE);
    }

    /** Returns the same for a run that somebody else watches too. */
    public Execution watchedBy(TrainListener listener) {
        return new Execution(backend, terminal, checkpoints, resume, recompute, watch.andThen(listener));
    }
}

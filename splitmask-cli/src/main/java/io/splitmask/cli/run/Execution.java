package io.splitmask.cli.run;

import io.splitmask.cli.option.EngineOptions;
import io.splitmask.cli.option.RunOptions;
import io.splitmask.cli.progress.Terminal;
import io.splitmask.datasets.loader.LoaderOptions;
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
 * @param loading threads that load images
 * @param watch hears of starts and steps beside the progress line
 */
public record Execution(
        Backend backend,
        Terminal terminal,
        CheckpointSettings checkpoints,
        boolean resume,
        boolean recompute,
        LoaderOptions.Tuning loading,
        TrainListener watch) {
    /** Describes a run that keeps what its blocks compute, and that nobody else watches. */
    public Execution(
            Backend backend,
            Terminal terminal,
            CheckpointSettings checkpoints,
            boolean resume,
            LoaderOptions.Tuning loading) {
        this(backend, terminal, checkpoints, resume, false, loading, TrainListener.NONE);
    }

    /**
     * Describes a run as the options of its command have it, with progress on standard error.
     *
     * @param earlier settings of the run to go on with; null for a new one
     */
    public static Execution of(Backend backend, EngineOptions engine, RunOptions run, @Nullable RunConfig earlier) {
        return new Execution(
                backend,
                Terminal.standardError(),
                run.checkpoints(),
                run.resume(),
                run.recompute(earlier),
                engine.loading(),
                TrainListener.NONE);
    }

    /** Returns the same for a run that somebody else watches too. */
    public Execution watchedBy(TrainListener listener) {
        return new Execution(backend, terminal, checkpoints, resume, recompute, loading, watch.andThen(listener));
    }
}

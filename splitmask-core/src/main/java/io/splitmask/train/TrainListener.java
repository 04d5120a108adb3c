package io.splitmask.train;

import java.nio.file.Path;

/** Hears what a run does, on the training thread. An exception of a listener ends the run. */
public interface TrainListener {
    /** A listener that does nothing. */
    TrainListener NONE = new TrainListener() {};

    /** A run took over weights from a file. */
    default void onWeightsLoaded(LoadReport report) {}

    /**
     * A run starts or goes on.
     *
     * @param step steps done before
     * @param totalSteps steps of the whole run
     */
    default void onStart(long step, long totalSteps) {}

    /** A step is done. */
    default void onStep(StepReport report) {}

    /**
     * A checkpoint is on disk.
     *
     * @param step steps that it holds
     */
    default void onCheckpoint(long step, Path file) {}

    /** The run is completed or was interrupted; not called if it failed. */
    default void onEnd(TrainingResult result) {}

    /** Returns a listener that tells this one first and the other then. */
    default TrainListener andThen(TrainListener other) {
        return new ListenerPair(this, other);
    }
}

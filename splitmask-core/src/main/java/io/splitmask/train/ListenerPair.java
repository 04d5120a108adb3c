package io.splitmask.train;

import java.nio.file.Path;

/** Tells two listeners, one after the other. */
record ListenerPair(TrainListener first, TrainListener second) implements TrainListener {
    @Override
    public void onWeightsLoaded(LoadReport report) {
        first.onWeightsLoaded(report);
        second.onWeightsLoaded(report);
    }

    @Override
    public void onStart(long step, long totalSteps) {
        first.onStart(step, totalSteps);
        second.onStart(step, totalSteps);
    }

    @Override
    public void onStep(StepReport report) {
        first.onStep(report);
        second.onStep(report);
    }

    @Override
    public void onCheckpoint(long step, Path file) {
        first.onCheckpoint(step, file);
        second.onCheckpoint(step, file);
    }

    @Override
    public void onEnd(TrainingResult result) {
        first.onEnd(result);
        second.onEnd(result);
    }
}

package io.splitmask.cli.progress;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a run stands after a step.
 *
 * @param epoch the epoch under way, from 1
 * @param epochs how many there are; 0 if the run is counted in steps only
 * @param step steps done, those before a resume included
 * @param steps how many there are
 * @param losses loss terms by name, in the order shown
 * @param learningRate the learning rate of the step
 * @param images images trained on since this process began to train
 * @param waitedNanos nanoseconds spent waiting for data since then
 */
public record ProgressUpdate(
        int epoch,
        int epochs,
        long step,
        long steps,
        Map<String, Double> losses,
        double learningRate,
        long images,
        long waitedNanos) {
    /** Copies the losses in their order. */
    public ProgressUpdate {
        losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
    }
}

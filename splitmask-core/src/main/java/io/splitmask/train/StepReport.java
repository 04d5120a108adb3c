package io.splitmask.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The numbers of one optimizer step.
 *
 * @param step steps done, from 1
 * @param epoch epochs done, with their fraction
 * @param loss what is minimised
 * @param terms what the loss is made of and other figures of the method, by column name
 * @param learningRate before the groups' factors
 * @param gradientNorm of the gradients of all parameters that the step trains, together, before clipping
 * @param images in the batch
 * @param waitedNanos how long the step waited for its batch
 */
public record StepReport(
        long step,
        double epoch,
        float loss,
        Map<String, Float> terms,
        double learningRate,
        double gradientNorm,
        int images,
        long waitedNanos) {
    /** Copies the map. */
    public StepReport {
        terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
    }
}

package io.splitmask.eval.probe;

import io.splitmask.eval.feature.FeatureTable;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Chooses a setting of a linear probe that depends on the scale of the features: the learning rate, or C. Every fifth
 * training image of a class is held out; the value under which the others classify these best is taken. Test images have
 * no say.
 */
public final class HeldOutSearch {
    /** Of how many training images of a class one is held out: {@value}. */
    public static final int HELD_OUT_EVERY = 5;

    private final String setting;
    private final Probe probe;

    /**
     * Prepares a search.
     *
     * @param setting what is chosen, in words for messages, such as {@code learning rate}
     * @param probe trains with a value of it
     */
    public HeldOutSearch(String setting, Probe probe) {
        this.setting = setting;
        this.probe = probe;
    }

    /** A linear probe that has a setting open. */
    @FunctionalInterface
    public interface Probe {
        /**
         * Trains on one table and tests on another.
         *
         * @throws ArithmeticException if the loss is not finite
         */
        ProbeResult run(double value, FeatureTable train, FeatureTable test) throws IOException;
    }

    /**
     * What was found.
     *
     * @param best the value with the highest accuracy, the first of several
     * @param accuracies share of the held-out images that were right, 0..1, by value in the order given; NaN where the loss
     *     did not stay finite
     */
    public record Choice(double best, Map<Double, Double> accuracies) {
        /** Copies the map in its order. */
        public Choice {
            accuracies = Collections.unmodifiableMap(new LinkedHashMap<>(accuracies));
        }
    }

    /**
     * Tries values.
     *
     * @param train all rows labelled
     * @param values at least one
     * @throws IllegalArgumentException if there is no value, or no class has {@value #HELD_OUT_EVERY} images
     * @throws ArithmeticException if the loss stays finite under no value
     */
    public Choice choose(FeatureTable train, List<Double> values) throws IOException {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("choice of the " + setting + ": expected one or more values, got none");
        }
        boolean[] heldOut = heldOut(train);
        FeatureTable kept = train.select(rows(heldOut, false));
        FeatureTable judged = train.select(rows(heldOut, true));
        if (judged.rows() == 0) {
            throw new IllegalArgumentException("choice of the " + setting + ": expected " + HELD_OUT_EVERY
                    + " or more training images of a class, so that one can be held out, got none in "
                    + train.rows() + " images; give one value");
        }
        Map<Double, Double> accuracies = new LinkedHashMap<>();
        double best = Double.NaN;
        String reason = "";
        for (double value : values) {
            double accuracy = Double.NaN;
            try {
                accuracy = probe.run(value, kept, judged).test().top1();
            } catch (ArithmeticException e) { // too high a learning rate is what the search is there to find out
                reason = "; with the last, " + e.getMessage();
            }
            accuracies.put(value, accuracy);
            if (!Double.isNaN(accuracy) && (Double.isNaN(best) || accuracy > accuracies.getOrDefault(best, 0.0))) {
                best = value;
            }
        }
        if (Double.isNaN(best)) {
            throw new ArithmeticException(
                    "choice of the " + setting + ": expected a finite loss, got none at any of " + values + reason);
        }
        return new Choice(best, accuracies);
    }

    private static boolean[] heldOut(FeatureTable train) {
        Map<Integer, Integer> seen = new HashMap<>();
        boolean[] heldOut = new boolean[train.rows()];
        for (int row = 0; row < heldOut.length; row++) {
            heldOut[row] = seen.merge(train.label(row), 1, Integer::sum) % HELD_OUT_EVERY == 0;
        }
        return heldOut;
    }

    private static int[] rows(boolean[] heldOut, boolean wanted) {
        return IntStream.range(0, heldOut.length)
                .filter(row -> heldOut[row] == wanted)
                .toArray();
    }
}

package io.splitmask.eval.probe;

import io.splitmask.eval.feature.FeatureTable;
import io.splitmask.spi.Backend;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Chooses the learning rate of a linear probe, since the best one depends on the scale of the features. Every fifth
 * training image of a class is held out; the rate under which the others classify these best is taken. Test images have
 * no say.
 */
public final class RateSearch {
    /** Of how many training images of a class one is held out: {@value}. */
    public static final int HELD_OUT_EVERY = 5;

    private final Backend backend;
    private final ProbeRecipe recipe;
    private final int classes;
    private final long seed;

    /**
     * Prepares a search.
     *
     * @param recipe all but the rate
     * @param classes number of classes
     * @param seed of each probe
     */
    public RateSearch(Backend backend, ProbeRecipe recipe, int classes, long seed) {
        this.backend = backend;
        this.recipe = recipe;
        this.classes = classes;
        this.seed = seed;
    }

    /**
     * What was found.
     *
     * @param best the rate with the highest accuracy, the first of several
     * @param accuracies share of the held-out images that were right, 0..1, by rate in the order given; NaN where the loss
     *     did not stay finite
     */
    public record Choice(double best, Map<Double, Double> accuracies) {
        /** Copies the map in its order. */
        public Choice {
            accuracies = Collections.unmodifiableMap(new LinkedHashMap<>(accuracies));
        }
    }

    /**
     * Tries learning rates.
     *
     * @param train all rows labelled
     * @param rates at a batch of {@value ProbeRecipe#BATCH_OF_RATE}, at least one
     * @throws IllegalArgumentException if there is no rate, or no class has {@value #HELD_OUT_EVERY} images
     * @throws ArithmeticException if the loss stays finite under no rate
     */
    public Choice choose(FeatureTable train, List<Double> rates) throws IOException {
        if (rates.isEmpty()) {
            throw new IllegalArgumentException("rate search: expected one or more learning rates, got none");
        }
        boolean[] heldOut = heldOut(train);
        FeatureTable kept = train.select(rows(heldOut, false));
        FeatureTable judged = train.select(rows(heldOut, true));
        if (judged.rows() == 0) {
            throw new IllegalArgumentException("rate search: expected " + HELD_OUT_EVERY
                    + " or more training images of a class, so that one can be held out, got " + train.rows()
                    + " images of " + classes + " classes; give one learning rate");
        }
        Map<Double, Double> accuracies = new LinkedHashMap<>();
        double best = Double.NaN;
        for (double rate : rates) {
            double accuracy = accuracy(rate, kept, judged);
            accuracies.put(rate, accuracy);
            if (!Double.isNaN(accuracy) && (Double.isNaN(best) || accuracy > accuracies.getOrDefault(best, 0.0))) {
                best = rate;
            }
        }
        if (Double.isNaN(best)) {
            throw new ArithmeticException(
                    "rate search: expected a finite loss, got none at any of the learning rates " + rates);
        }
        return new Choice(best, accuracies);
    }

    private double accuracy(double rate, FeatureTable kept, FeatureTable judged) throws IOException {
        try {
            return new LinearProbe(backend, recipe.withLearningRate(rate), classes, seed)
                    .run(kept, judged)
                    .test()
                    .top1();
        } catch (ArithmeticException e) {
            return Double.NaN; // too high a rate is what the search is there to find out
        }
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

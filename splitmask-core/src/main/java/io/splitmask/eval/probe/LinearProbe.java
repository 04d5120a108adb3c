package io.splitmask.eval.probe;

import io.splitmask.config.Problems;
import io.splitmask.eval.feature.FeatureTable;
import io.splitmask.eval.feature.Features;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.EngineCalls;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Trains a linear classifier on features, which says how well the classes can be told apart without changing the
 * network. Images are not augmented: features are computed once.
 *
 * @see "recipes, section 4.9"
 */
public final class LinearProbe {
    static final String TASK = "linear probe";

    private final Backend backend;
    private final ProbeRecipe recipe;
    private final int classes;
    private final SplittableSeed seed;

    /**
     * Creates the probe.
     *
     * @param classes number of classes
     * @param seed of the initial weights and the order of images
     */
    public LinearProbe(Backend backend, ProbeRecipe recipe, int classes, long seed) {
        Problems.of("LinearProbe").atLeast(1, "classes", classes).throwIfAny();
        this.backend = backend;
        this.recipe = recipe;
        this.classes = classes;
        this.seed = SplittableSeed.of(seed).child("probe");
    }

    /**
     * Trains on one table and tests on another.
     *
     * @param train all rows labelled
     * @param test rows without a label are classified but do not count
     * @throws IllegalArgumentException if the tables do not fit each other or the classes
     * @throws ArithmeticException if the loss is not finite
     */
    public ProbeResult run(FeatureTable train, FeatureTable test) throws IOException {
        check(train, test);
        return EngineCalls.call(backend, () -> {
            try (TensorScope scope = TensorScope.open()) {
                ProbeNetwork network = new ProbeNetwork(backend, train.width(), classes, recipe.batchNorm());
                network.initialise(seed.child("head"));
                return new ProbeTraining(network, recipe, train, seed.child("order"))
                        .run(new ProbeScoring(TASK, network, test));
            }
        });
    }

    /**
     * Probes each block by itself, with the same initial weights and order of images; memory holds the features of one
     * block at a time.
     *
     * @return results by the number of the block, from 0
     */
    public Map<Integer, ProbeResult> runEachBlock(Features train, Features test) throws IOException {
        if (!train.blocks().equals(test.blocks())) {
            throw new IllegalArgumentException(TASK + ": expected test features of the blocks " + train.blocks()
                    + " of the training features, got " + test.blocks());
        }
        Map<Integer, ProbeResult> results = new LinkedHashMap<>();
        for (int block : train.blocks()) {
            results.put(block, run(train.block(block), test.block(block)));
        }
        return results;
    }

    private void check(FeatureTable train, FeatureTable test) {
        TableCheck.require(TASK, train, test, classes);
        if (train.rows() < 1 || (recipe.batchNorm() && Math.min(recipe.batchSize(), train.rows()) < 2)) {
            throw new IllegalArgumentException(TASK + ": expected " + (recipe.batchNorm() ? "two" : "one")
                    + " or more images in a batch, got " + train.rows() + " training images and batches of "
                    + recipe.batchSize());
        }
    }
}

package io.splitmask.eval.probe;

import io.splitmask.eval.ClassScores;
import io.splitmask.eval.Evaluation;
import io.splitmask.eval.Prediction;
import io.splitmask.eval.feature.FeatureTable;
import io.splitmask.spi.Backend;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.EngineCalls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Classifies by the nearest training images: cosine similarity, each neighbour with {@code exp(s / tau)} votes for its
 * class, as in DINO's protocol. Similarities are matrix products on the engine, a block of test images against a block
 * of training images at a time.
 *
 * @see "recipes, section 4.10; facebookresearch/dino 7c446df, eval_knn.py"
 */
public final class Knn {
    private static final String TASK = "knn";
    private static final float NORM_EPS = 1e-12f;
    private static final int TEST_BLOCK = 512;
    private static final int TRAIN_BLOCK = 8192;

    private final Backend backend;
    private final KnnRecipe recipe;
    private final int classes;
    private final int testBlock;
    private final int trainBlock;

    /**
     * Creates the classifier.
     *
     * @param classes number of classes
     */
    public Knn(Backend backend, KnnRecipe recipe, int classes) {
        this(backend, recipe, classes, TEST_BLOCK, TRAIN_BLOCK);
    }

    Knn(Backend backend, KnnRecipe recipe, int classes, int testBlock, int trainBlock) {
        this.backend = backend;
        this.recipe = recipe;
        this.classes = classes;
        this.testBlock = testBlock;
        this.trainBlock = trainBlock;
    }

    /**
     * Classifies test images. Rows need not be normalised. Of equally similar training images the first counts as
     * nearer, and of classes with equally many votes the lowest wins.
     *
     * @param train as many rows as the largest number of neighbours or more, all labelled
     * @param test rows without a label are classified but do not count
     * @return the result of each number of neighbours, in the order of the recipe
     * @throws IllegalArgumentException if the tables do not fit each other, the classes or the recipe
     */
    public Map<Integer, Evaluation> classify(FeatureTable train, FeatureTable test) throws IOException {
        check(train, test);
        return EngineCalls.call(backend, () -> {
            Map<Integer, List<Prediction>> predictions = new LinkedHashMap<>();
            recipe.neighbours().forEach(k -> predictions.put(k, new ArrayList<>()));
            for (int from = 0; from < test.rows(); from += testBlock) {
                int to = Math.min(test.rows(), from + testBlock);
                Neighbours[] nearest = nearest(train, test, from, to);
                for (int row = from; row < to; row++) {
                    vote(train, test, row, nearest[row - from], predictions);
                }
            }
            Map<Integer, Evaluation> results = new LinkedHashMap<>();
            predictions.forEach((k, ofAll) -> results.put(k, new Evaluation(ofAll)));
            return results;
        });
    }

    private void check(FeatureTable train, FeatureTable test) {
        TableCheck.require(TASK, train, test, classes);
        if (train.rows() < recipe.largest()) {
            throw new IllegalArgumentException("knn: expected at least " + recipe.largest()
                    + " training images, as many as neighbours, got " + train.rows());
        }
    }

    /** Finds the nearest training rows of test rows {@code from} (inclusive) to {@code to} (exclusive). */
    private Neighbours[] nearest(FeatureTable train, FeatureTable test, int from, int to) {
        Neighbours[] nearest = new Neighbours[to - from];
        for (int i = 0; i < nearest.length; i++) {
            nearest[i] = new Neighbours(recipe.largest());
        }
        try (TensorScope scope = TensorScope.open()) {
            Tensor queries = normalised(test, from, to);
            for (int start = 0; start < train.rows(); start += trainBlock) {
                int end = Math.min(train.rows(), start + trainBlock);
                float[] similarities = similarities(queries, train, start, end);
                for (int i = 0; i < nearest.length; i++) {
                    for (int row = start; row < end; row++) {
                        float similarity = similarities[i * (end - start) + row - start];
                        requireFinite(similarity, test.index(from + i));
                        nearest[i].offer(similarity, row);
                    }
                }
            }
        }
        return nearest;
    }

    private float[] similarities(Tensor queries, FeatureTable train, int start, int end) {
        try (TensorScope scope = TensorScope.open()) {
            return queries.matmul(normalised(train, start, end), MatmulSpec.NT).toFloats();
        }
    }

    private Tensor normalised(FeatureTable table, int from, int to) {
        return Tensor.of(backend, table.rows(from, to), to - from, table.width())
                .l2Normalize(-1, NORM_EPS);
    }

    private static void requireFinite(float similarity, int index) {
        if (!Float.isFinite(similarity)) {
            throw new ArithmeticException(
                    "knn: expected finite similarities, got " + similarity + " for image " + index);
        }
    }

    /** Adds the prediction of a test row for each number of neighbours. */
    private void vote(
            FeatureTable train,
            FeatureTable test,
            int row,
            Neighbours nearest,
            Map<Integer, List<Prediction>> predictions) {
        predictions.forEach((k, ofAll) -> {
            double[] votes = new double[classes];
            for (int place = 0; place < k; place++) {
                // Over those of the nearest, since exp(s / tau) itself leaves double precision at low temperatures.
                double distance = (double) nearest.similarity(0) - nearest.similarity(place);
                votes[train.label(nearest.row(place))] += StrictMath.exp(-distance / recipe.temperature());
            }
            ofAll.add(new ClassScores(votes).ofVotes(test.index(row), test.label(row)));
        });
    }
}

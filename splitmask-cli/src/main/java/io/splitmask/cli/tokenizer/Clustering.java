package io.splitmask.cli.tokenizer;

import io.splitmask.config.Problems;
import io.splitmask.tokenizers.Metric;
import io.splitmask.tokenizers.kmeans.KMeansSettings;
import io.splitmask.tokenizers.kmeans.KMeansSettings.EmptyClusters;

/**
 * What k-means needs to know besides the words.
 *
 * @param metric how patches and words are compared
 * @param points patches that are clustered
 * @param iterations most iterations
 * @param miniBatch patches of an iteration; 0 for all
 * @param tolerance share of the cost by which an iteration must lower it to go on
 */
public record Clustering(Metric metric, int points, int iterations, int miniBatch, double tolerance) {
    /** Patches for each word unless the user says otherwise. */
    static final int POINTS_PER_WORD = 128;

    /** Most iterations unless the user says otherwise. */
    static final int ITERATIONS = 25;

    /** Share of the cost by which an iteration must lower it unless the user says otherwise. */
    static final double TOLERANCE = 1e-3;

    /** Checks the numbers. */
    public Clustering {
        Problems.of("k-means")
                .atLeast(1, "--points", points)
                .atLeast(0, "--iterations", iterations)
                .atLeast(0, "--mini-batch", miniBatch)
                .share("--tolerance", tolerance)
                .throwIfAny();
    }

    /** Returns what is done unless the user says otherwise. @param vocabulary V */
    public static Clustering standard(int vocabulary) {
        return new Clustering(Metric.COSINE, points(vocabulary), ITERATIONS, 0, TOLERANCE);
    }

    /** Returns how many patches are clustered unless the user says otherwise. @param vocabulary V */
    static int points(int vocabulary) {
        return (int) Math.min(Integer.MAX_VALUE, (long) POINTS_PER_WORD * vocabulary);
    }

    /** Returns the settings of a clustering into so many words. */
    KMeansSettings settings(int vocabulary, long seed) {
        return miniBatch > 0
                ? KMeansSettings.miniBatch(vocabulary, iterations, miniBatch, seed)
                : new KMeansSettings(
                        vocabulary, iterations, KMeansSettings.ALL_POINTS, tolerance, EmptyClusters.RESEED, seed);
    }
}

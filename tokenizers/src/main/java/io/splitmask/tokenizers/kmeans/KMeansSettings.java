package io.splitmask.tokenizers.kmeans;

import io.splitmask.config.Problems;

/**
 * How to cluster. What is compared how is up to the {@link PointSet}.
 *
 * @param clusters V, the number of centroids
 * @param iterations most iterations
 * @param batchSize points of an iteration, drawn at random; {@link #ALL_POINTS} for Lloyd's algorithm
 * @param tolerance with all points it ends early when an iteration lowers the cost by no more than this share of it; 0
 *     ends when the cost is no longer lowered at all
 * @param emptyClusters what happens to a centroid without points
 * @param seed of everything random
 */
public record KMeansSettings(
        int clusters, int iterations, int batchSize, double tolerance, EmptyClusters emptyClusters, long seed) {
    /** Batch size that stands for all points: {@value}. */
    public static final int ALL_POINTS = 0;

    /** What happens to a centroid to which no point is nearest after an iteration. */
    public enum EmptyClusters {
        /** It keeps its value. */
        KEEP,
        /** It starts anew at a point that is drawn with a probability proportional to its cost. */
        RESEED
    }

    /** Checks the numbers. */
    public KMeansSettings {
        Problems.of("KMeansSettings")
                .atLeast(1, "clusters", clusters)
                .atLeast(0, "iterations", iterations)
                .atLeast(0, "batchSize", batchSize)
                .share("tolerance", tolerance)
                .require(
                        batchSize == ALL_POINTS || emptyClusters == EmptyClusters.KEEP,
                        "expected emptyClusters KEEP with batches, where a cluster may be empty by chance, got "
                                + emptyClusters)
                .throwIfAny();
    }

    /**
     * Lloyd's algorithm as published: all points, empty clusters keep their centroid, and it ends after the iterations
     * or when the cost is no longer lowered.
     */
    public static KMeansSettings lloyd(int clusters, int iterations, long seed) {
        return new KMeansSettings(clusters, iterations, ALL_POINTS, 0, EmptyClusters.KEEP, seed);
    }

    /**
     * Mini-batch k-means: every centroid is the running mean of all points that any batch gave to it.
     *
     * @see "Sculley 2010, Web-scale k-means clustering, algorithm 1"
     */
    public static KMeansSettings miniBatch(int clusters, int iterations, int batchSize, long seed) {
        return new KMeansSettings(clusters, iterations, batchSize, 0, EmptyClusters.KEEP, seed);
    }

    /** Another rule for empty clusters. */
    public KMeansSettings withEmptyClusters(EmptyClusters other) {
        return new KMeansSettings(clusters, iterations, batchSize, tolerance, other, seed);
    }

    /** Another tolerance. */
    public KMeansSettings withTolerance(double other) {
        return new KMeansSettings(clusters, iterations, batchSize, other, emptyClusters, seed);
    }

    /** Returns whether an iteration sees all points. */
    boolean isLloyd() {
        return batchSize == ALL_POINTS;
    }
}

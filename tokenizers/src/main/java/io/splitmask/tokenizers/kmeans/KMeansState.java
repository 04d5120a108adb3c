package io.splitmask.tokenizers.kmeans;

import java.util.Arrays;

/**
 * Where a clustering stands after an iteration; iteration 0 is its start. Random numbers are derived from the seed and
 * the number of the iteration, so this is all that going on needs. Immutable.
 */
public final class KMeansState {
    private final boolean normalises;
    private final int width;
    private final float[] means;
    private final long[] counts;
    private final double[] costs;

    /**
     * Takes arrays, not copied.
     *
     * @param normalises whether centroids are the directions of the means, and not the means themselves
     * @param means [V, D]
     * @param counts [V]
     * @param costs one per iteration
     */
    KMeansState(boolean normalises, float[] means, long[] counts, double... costs) {
        this.normalises = normalises;
        this.width = means.length / counts.length;
        this.means = means;
        this.counts = counts;
        this.costs = costs;
    }

    /** Returns the state after one more iteration. */
    KMeansState next(float[] nextMeans, long[] nextCounts, double cost) {
        double[] longer = Arrays.copyOf(costs, costs.length + 1);
        longer[costs.length] = cost;
        return new KMeansState(normalises, nextMeans, nextCounts, longer);
    }

    /** Returns the number of iterations done. */
    public int iteration() {
        return costs.length;
    }

    /**
     * Returns the centroids.
     *
     * @return [V, D], row-major, a copy; of unit length for {@link io.splitmask.tokenizers.Metric#COSINE}
     */
    public float[] centroids() {
        float[] centroids = means.clone();
        for (int cluster = 0; normalises && cluster < counts.length; cluster++) {
            Vectors.normalise(centroids, cluster * width, width);
        }
        return centroids;
    }

    /**
     * Returns the cost of each iteration: the sum over its points of the squared distance (of {@code 1 - dot product}
     * for {@link io.splitmask.tokenizers.Metric#COSINE}) to the nearest of the centroids that the iteration started with.
     */
    public double[] costs() {
        return costs.clone();
    }

    /**
     * Returns the number of points of each cluster: in the last iteration with all points, over all iterations with
     * batches; 0 at the start.
     */
    public long[] counts() {
        return counts.clone();
    }

    /** Returns [V, D], not a copy. */
    float[] means() {
        return means;
    }

    @Override
    public String toString() {
        return counts.length + " clusters after " + iteration() + " iterations";
    }
}

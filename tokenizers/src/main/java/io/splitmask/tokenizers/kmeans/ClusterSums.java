package io.splitmask.tokenizers.kmeans;

import io.splitmask.tokenizers.Metric;

/**
 * Adds points up by cluster and what they cost, in double precision and in the order of the points, on the host: that
 * takes M*D additions, where a product with one-hot rows on the engine would take M*V*D.
 */
final class ClusterSums {
    private final Metric metric;
    private final float[] centroids;
    private final int width;
    private final double[] sums;
    private final long[] counts;
    private double cost;

    /** Starts at zero. @param centroids [V, D] that points are compared with; not copied */
    ClusterSums(Metric metric, float[] centroids, int width) {
        this.metric = metric;
        this.centroids = centroids;
        this.width = width;
        this.sums = new double[centroids.length];
        this.counts = new long[centroids.length / width];
    }

    /**
     * Adds points.
     *
     * @param points [R, D], row-major
     * @param clusters [R], the nearest centroid of each
     * @param pointCosts gets the cost of each from index {@code start} on; empty if nobody wants to know
     */
    void add(float[] points, int[] clusters, float[] pointCosts, int start) {
        for (int row = 0; row < clusters.length; row++) {
            int at = row * width;
            int of = clusters[row] * width;
            counts[clusters[row]]++;
            for (int i = 0; i < width; i++) {
                sums[of + i] += points[at + i];
            }
            double pointCost = metric == Metric.EUCLIDEAN
                    ? Vectors.squaredDistance(points, at, centroids, of, width)
                    : 1 - Vectors.dot(points, at, centroids, of, width);
            cost += pointCost;
            if (pointCosts.length > 0) {
                pointCosts[start + row] = (float) pointCost;
            }
        }
    }

    /** Returns the sum of the costs of all points added. */
    double cost() {
        return cost;
    }

    /** Returns [V], not a copy. */
    long[] counts() {
        return counts;
    }

    /**
     * Returns the new centroids: the mean of the points of each, of unit length for {@link Metric#COSINE}. A centroid
     * without points, or whose points cancel each other, keeps its value.
     *
     * @return [V, D]
     */
    float[] centroids() {
        float[] next = centroids.clone();
        float[] mean = new float[width];
        for (int cluster = 0; cluster < counts.length; cluster++) {
            if (counts[cluster] == 0) {
                continue;
            }
            for (int i = 0; i < width; i++) {
                mean[i] = (float) (sums[cluster * width + i] / counts[cluster]);
            }
            if (metric == Metric.EUCLIDEAN || Vectors.normalise(mean, 0, width)) {
                System.arraycopy(mean, 0, next, cluster * width, width);
            }
        }
        return next;
    }

    /**
     * Merges the points added into running means.
     *
     * @param means [V, D], of {@code earlier} points each; not changed
     * @param earlier [V], not changed
     * @return [V, D], of {@link #counts} more points each
     */
    float[] merged(float[] means, long[] earlier) {
        float[] next = means.clone();
        for (int cluster = 0; cluster < counts.length; cluster++) {
            double total = (double) earlier[cluster] + counts[cluster];
            for (int i = cluster * width; counts[cluster] > 0 && i < (cluster + 1) * width; i++) {
                next[i] = (float) ((means[i] * (double) earlier[cluster] + sums[i]) / total);
            }
        }
        return next;
    }
}

package io.splitmask.tokenizers.kmeans;

import java.util.random.RandomGenerator;

/** Moves centroids without points to points that are badly represented. */
final class EmptyClusterReseeding {
    private EmptyClusterReseeding() {}

    /**
     * Moves each centroid without points to a point drawn with a probability proportional to its cost, each point at
     * most once. If no point costs anything, the others keep their value.
     *
     * @param centroids [V, D], changed
     * @param counts [V]
     * @param costs [M]; those of drawn points become 0
     */
    static void apply(PointSet points, float[] centroids, long[] counts, float[] costs, RandomGenerator random) {
        for (int cluster = 0; cluster < counts.length; cluster++) {
            if (counts[cluster] == 0) {
                int point = WeightedDraw.of(costs, random);
                if (point < 0) {
                    return;
                }
                points.copy(point, centroids, cluster * points.width());
                costs[point] = 0;
            }
        }
    }
}

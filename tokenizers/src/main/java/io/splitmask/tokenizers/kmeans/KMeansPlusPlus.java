package io.splitmask.tokenizers.kmeans;

import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Starting centroids by k-means++: points, each drawn with a probability proportional to its squared distance to the
 * nearest one drawn before. For points of unit length that is proportional to {@code 1 - dot product} as well.
 *
 * <p>It draws from a random part of the points, {@value #POINTS_PER_CLUSTER} for each cluster: all 3 million points
 * would have to be read once for each of 8,192 centroids, 19 TB in all, where the part of 131,072 takes about as long as
 * one or two iterations. (k-means||, which draws many centroids a pass, was not chosen: its passes over all points cost
 * as much as five iterations and it needs a second clustering of what it drew.) Everything is computed on the host in a
 * fixed order, so one seed gives the same start on every engine: one draw that falls to the neighbour of a point, by the
 * rounding of an engine, would change all that follow. Parts of the work run on the common pool.
 *
 * @see "Arthur, Vassilvitskii 2007, k-means++: The Advantages of Careful Seeding; on a part of the points as in
 *     scikit-learn's MiniBatchKMeans, init_size; for k-means|| Bahmani et al. 2012, Scalable k-means++"
 */
final class KMeansPlusPlus {
    /** Points that take part for each cluster: {@value}. */
    static final int POINTS_PER_CLUSTER = 16;

    /** Points that one thread takes at a time. */
    private static final int PART = 2048;

    private final PointSet points;
    private final int clusters;
    private final RandomStream random;

    KMeansPlusPlus(PointSet points, int clusters, SplittableSeed seed) {
        this.points = points;
        this.clusters = clusters;
        this.random = seed.child("k-means++").stream();
    }

    /**
     * Draws the centroids.
     *
     * @return [V, D]; empty if the listener asked to stop
     * @throws IllegalArgumentException if the part has fewer different points than there are clusters
     */
    float[] centroids(KMeansListener listener) {
        int width = points.width();
        float[] sample = sample();
        int numSampled = sample.length / width;
        float[] distances = new float[numSampled];
        Arrays.fill(distances, Float.POSITIVE_INFINITY);
        float[] centroids = new float[Math.multiplyExact(clusters, width)];
        int drawn = random.nextInt(numSampled);
        for (int cluster = 0; cluster < clusters; cluster++) {
            if (cluster > 0) {
                drawn = WeightedDraw.of(distances, random);
            }
            if (drawn < 0) {
                throw new IllegalArgumentException("k-means++: expected at least " + clusters
                        + " different points among " + numSampled + ", got " + cluster
                        + "; take fewer clusters or more images");
            }
            float[] centroid = Arrays.copyOfRange(sample, drawn * width, (drawn + 1) * width);
            System.arraycopy(centroid, 0, centroids, cluster * width, width);
            lower(distances, sample, centroid);
            listener.onSeeding(cluster + 1, clusters);
            if (listener.stopRequested()) {
                return new float[0];
            }
        }
        return centroids;
    }

    /** Lowers the distance of each point to that to a new centroid if it is nearer. */
    private static void lower(float[] distances, float[] sample, float[] centroid) {
        int width = centroid.length;
        int parts = (distances.length + PART - 1) / PART;
        IntStream.range(0, parts).parallel().forEach(part -> {
            for (int i = part * PART; i < Math.min(distances.length, (part + 1) * PART); i++) {
                distances[i] = Vectors.nearer(sample, i * width, centroid, width, distances[i]);
            }
        });
    }

    /** Copies the points that take part, in their order: each subset of that size is equally likely. */
    private float[] sample() {
        int width = points.width();
        int wanted = (int) Math.min(points.size(), (long) POINTS_PER_CLUSTER * clusters);
        wanted = Math.min(wanted, KMeans.MAX_VALUES / width);
        float[] sample = new float[wanted * width];
        int taken = 0;
        for (int point = 0; taken < wanted; point++) {
            if (random.nextInt(points.size() - point) < wanted - taken) {
                points.copy(point, sample, taken * width);
                taken++;
            }
        }
        return sample;
    }
}

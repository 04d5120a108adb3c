package io.splitmask.tokenizers.kmeans;

import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.tokenizers.Metric;

/** Made-up points. */
final class Blobs {
    private Blobs() {}

    /** Returns points scattered around {@code blobs} places that are far from each other. */
    static PointSet scattered(Metric metric, int count, int width, int blobs, long seed) {
        RandomStream random = SplittableSeed.of(seed).child("points").stream();
        float[] places = new float[blobs * width];
        for (int i = 0; i < places.length; i++) {
            places[i] = (float) random.nextGaussian(0, 3);
        }
        float[] values = new float[count * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = places[i / width % blobs * width + i % width] + (float) random.nextGaussian(0, 0.5);
        }
        return of(metric, width, values);
    }

    /** Returns the given points. */
    static PointSet of(Metric metric, int width, float... values) {
        PointSet.Builder points = new PointSet.Builder(metric, width);
        for (int at = 0; at < values.length; at += width) {
            boolean added = points.add(values, at);
            if (!added) {
                throw new IllegalArgumentException("point " + at / width + " has no direction");
            }
        }
        return points.build();
    }

    /** Copies a point out. */
    static float[] point(PointSet points, int point) {
        float[] copy = new float[points.width()];
        points.copy(point, copy, 0);
        return copy;
    }
}

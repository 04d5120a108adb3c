package io.splitmask.tokenizers.kmeans;

import io.splitmask.tokenizers.Metric;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is clustered and how: everything on which a result depends, besides the rounding of an engine.
 *
 * @param settings the user's choices
 * @param metric of the points
 * @param numPoints M
 * @param width D
 * @param checksum of the points' values
 */
record KMeansTask(KMeansSettings settings, Metric metric, int numPoints, int width, long checksum) {
    static KMeansTask of(PointSet points, KMeansSettings settings) {
        return new KMeansTask(settings, points.metric(), points.size(), points.width(), points.checksum());
    }

    /** Returns whether centroids are the directions of running means; those of Lloyd's algorithm have unit length. */
    boolean normalises() {
        return metric == Metric.COSINE && !settings.isLloyd();
    }

    /** Returns all of it as text, by name, so that it can be stored and compared. */
    Map<String, String> describe() {
        Map<String, String> text = new TreeMap<>();
        text.put("clusters", String.valueOf(settings.clusters()));
        text.put("batchSize", String.valueOf(settings.batchSize()));
        text.put("emptyClusters", settings.emptyClusters().toString());
        text.put("seed", String.valueOf(settings.seed()));
        text.put("metric", metric.toString());
        text.put("numPoints", String.valueOf(numPoints));
        text.put("width", String.valueOf(width));
        text.put("checksum", Long.toHexString(checksum));
        return text;
    }
}

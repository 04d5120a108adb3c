package io.splitmask.tokenizers.kmeans;

import io.splitmask.spi.Backend;
import io.splitmask.tck.golden.GoldenCase;
import io.splitmask.tck.golden.GoldenTensor;
import io.splitmask.tck.golden.GoldenTests;
import io.splitmask.tokenizers.Metric;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Cases {@code kmeans_*} on one backend. */
abstract class GoldenKMeans extends GoldenTests {
    @TestFactory
    Stream<DynamicNode> clusters() {
        return family("kmeans", GoldenKMeans::check);
    }

    private static void check(GoldenCase golden, Backend backend) {
        Metric metric = golden.config().path("spherical").booleanValue() ? Metric.COSINE : Metric.EUCLIDEAN;
        GoldenTensor centroids = golden.tensor("in/centroids");
        int iterations = golden.config().path("iterations").intValue();
        KMeansSettings settings = KMeansSettings.lloyd(centroids.shape().dim(0), iterations, 0);
        KMeans kMeans = new KMeans(backend, points(golden, metric), settings);
        KMeansState state = kMeans.startingAt(centroids.floats());
        double[] costs = new double[iterations + 1];
        for (int t = 1; t <= iterations; t++) {
            golden.assertTensor(
                    "out/assignment." + t, kMeans.assign(state.centroids()).clusters());
            state = kMeans.iterate(state, KMeansListener.NONE).orElseThrow();
            golden.assertTensor("out/centroids." + t, state.centroids());
            costs[t - 1] = state.costs()[t - 1];
        }
        KMeans.Assignment last = kMeans.assign(state.centroids());
        golden.assertTensor("out/final_assignment", last.clusters());
        costs[iterations] = last.cost();
        golden.assertScalarList("cost", costs);
    }

    private static PointSet points(GoldenCase golden, Metric metric) {
        GoldenTensor stored = golden.tensor("in/points");
        int width = stored.shape().dim(1);
        PointSet.Builder points = new PointSet.Builder(metric, width);
        for (int row = 0; row < stored.shape().dim(0); row++) {
            boolean added = points.add(stored.floats(), row * width);
            if (!added) {
                throw new AssertionError(golden + ": point " + row + " has no direction");
            }
        }
        return points.build();
    }
}

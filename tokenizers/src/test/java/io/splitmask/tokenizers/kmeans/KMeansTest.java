package io.splitmask.tokenizers.kmeans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.BackendConfig;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tokenizers.Codebook;
import io.splitmask.tokenizers.Metric;
import io.splitmask.tokenizers.kmeans.KMeansSettings.EmptyClusters;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KMeansTest {
    private final CheckedBackend backend = new CheckedBackend(new ReferenceBackendProvider().open(BackendConfig.cpu()));

    @AfterEach
    void closeBackend() {
        assertThat(backend.openBuffers()).isZero();
        backend.close();
    }

    private KMeansState fit(PointSet points, KMeansSettings settings) {
        return new KMeans(backend, points, settings).fit(KMeansListener.NONE).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void noIterationRaisesTheCost(Metric metric) {
        PointSet points = Blobs.scattered(metric, 700, 5, 12, 2);
        double[] costs = fit(points, KMeansSettings.lloyd(9, 12, 1)).costs();
        assertThat(costs).hasSizeGreaterThan(2);
        for (int i = 1; i < costs.length; i++) {
            assertThat(costs[i]).isLessThanOrEqualTo(costs[i - 1]);
        }
    }

    @Test
    void pointsInSeveralArraysAreClusteredAsOneByOne() {
        int count = 2 * PointSet.CHUNK_ROWS + 77;
        PointSet points = Blobs.scattered(Metric.EUCLIDEAN, count, 2, 6, 3);
        KMeans kMeans = new KMeans(backend, points, KMeansSettings.lloyd(4, 1, 0));
        float[] centroids = {-1, -1, 1, 1, 0, 0, 1, -1};
        double[] sums = new double[8];
        long[] counts = new long[4];
        double cost = 0;
        for (int i = 0; i < count; i++) {
            float[] point = Blobs.point(points, i);
            int nearest = 0;
            for (int c = 1; c < 4; c++) {
                if (Vectors.squaredDistance(point, 0, centroids, 2 * c, 2)
                        < Vectors.squaredDistance(point, 0, centroids, 2 * nearest, 2)) {
                    nearest = c;
                }
            }
            counts[nearest]++;
            sums[2 * nearest] += point[0];
            sums[2 * nearest + 1] += point[1];
            cost += Vectors.squaredDistance(point, 0, centroids, 2 * nearest, 2);
        }
        KMeansState after = kMeans.iterate(kMeans.startingAt(centroids), KMeansListener.NONE)
                .orElseThrow();
        assertThat(after.counts()).isEqualTo(counts);
        assertThat(after.costs()[0]).isCloseTo(cost, within(1e-9 * cost));
        for (int i = 0; i < 8; i++) {
            assertThat((double) after.centroids()[i]).isCloseTo(sums[i] / counts[i / 2], within(1e-6));
        }
    }

    @Test
    void aPointBetweenTwoCentroidsBelongsToTheLowerNumber() {
        PointSet points = Blobs.of(Metric.EUCLIDEAN, 1, 0, 2, 1, 4, 3);
        KMeans kMeans = new KMeans(backend, points, KMeansSettings.lloyd(3, 1, 0));
        assertThat(kMeans.assign(new float[] {4, 2, 0}).clusters()).containsExactly(2, 1, 1, 0, 0);
    }

    @Test
    void aCentroidWithoutPointsKeepsItsValue() {
        PointSet points = Blobs.of(Metric.EUCLIDEAN, 1, 1, 2, 9);
        KMeans kMeans = new KMeans(backend, points, KMeansSettings.lloyd(3, 3, 0));
        KMeansState after = kMeans.iterate(kMeans.startingAt(new float[] {1, 50, 9}), KMeansListener.NONE)
                .orElseThrow();
        assertThat(after.centroids()).containsExactly(1.5f, 50, 9);
        assertThat(after.counts()).containsExactly(2, 0, 1);
    }

    @Test
    void aDirectionWhosePointsCancelKeepsItsValue() {
        PointSet points = Blobs.of(Metric.COSINE, 2, 1, 0, -1, 0);
        KMeans kMeans = new KMeans(backend, points, KMeansSettings.lloyd(1, 1, 0));
        KMeansState after = kMeans.iterate(kMeans.startingAt(new float[] {0, 1}), KMeansListener.NONE)
                .orElseThrow();
        assertThat(after.centroids()).containsExactly(0, 1);
        assertThat(after.costs()).containsExactly(2);
    }

    @Test
    void aCentroidWithoutPointsStartsAnewWhereTheCostIs() {
        // Only the point 9 costs anything.
        PointSet points = Blobs.of(Metric.EUCLIDEAN, 1, 1, 1, 1, 9, 2, 2);
        KMeansSettings settings = KMeansSettings.lloyd(3, 3, 0).withEmptyClusters(EmptyClusters.RESEED);
        KMeans kMeans = new KMeans(backend, points, settings);
        KMeansState after = kMeans.iterate(kMeans.startingAt(new float[] {1, 50, 2}), KMeansListener.NONE)
                .orElseThrow();
        assertThat(after.counts()).containsExactly(3, 0, 3);
        assertThat(after.centroids()[1]).isEqualTo(9);
    }

    @Test
    void batchesAreTheRunningMeanOfSculley() {
        PointSet points = Blobs.scattered(Metric.EUCLIDEAN, 300, 3, 5, 8);
        KMeansSettings settings = KMeansSettings.miniBatch(5, 7, 40, 2);
        KMeans kMeans = new KMeans(backend, points, settings);
        float[] start = new KMeansPlusPlus(points, 5, SplittableSeed.of(9)).centroids(KMeansListener.NONE);
        double[] centres = new double[start.length];
        Arrays.setAll(centres, i -> start[i]);
        long[] seen = new long[5];
        KMeansState state = kMeans.startingAt(start);
        for (int t = 0; t < 7; t++) {
            sculley(points, state.centroids(), centres, seen, batch(t, points.size()));
            state = kMeans.iterate(state, KMeansListener.NONE).orElseThrow();
            for (int i = 0; i < centres.length; i++) {
                assertThat((double) state.centroids()[i]).isCloseTo(centres[i], within(1e-5));
            }
            assertThat(state.counts()).isEqualTo(seen);
        }
        assertThat(LongStream.of(state.counts()).sum()).isEqualTo(7 * 40);
    }

    /** The batch that the clustering draws in an iteration. */
    private static int[] batch(int iteration, int size) {
        var random = SplittableSeed.of(2).child("k-means").child("batch").child(iteration).stream();
        int[] batch = new int[40];
        Arrays.setAll(batch, i -> random.nextInt(size));
        return batch;
    }

    /** The published loop: all of a batch are assigned first, then each moves its centre by 1 / (points seen). */
    private static void sculley(PointSet points, float[] before, double[] centres, long[] seen, int... batch) {
        for (int i : batch) {
            float[] x = Blobs.point(points, i);
            int nearest = 0;
            for (int c = 1; c < seen.length; c++) {
                if (Vectors.squaredDistance(x, 0, before, 3 * c, 3)
                        < Vectors.squaredDistance(x, 0, before, 3 * nearest, 3)) {
                    nearest = c;
                }
            }
            seen[nearest]++;
            double rate = 1.0 / seen[nearest];
            for (int d = 0; d < 3; d++) {
                centres[3 * nearest + d] = (1 - rate) * centres[3 * nearest + d] + rate * x[d];
            }
        }
    }

    @Test
    void batchesOfDirectionsKeepUnitLengthAndComeNearTheResultOfAllPoints() {
        PointSet points = Blobs.scattered(Metric.COSINE, 2000, 8, 6, 5);
        KMeansState batches = fit(points, KMeansSettings.miniBatch(6, 30, 200, 3));
        float[] centroids = batches.centroids();
        for (int at = 0; at < centroids.length; at += 8) {
            assertThat(Vectors.dot(centroids, at, centroids, at, 8)).isCloseTo(1, within(1e-6));
        }
        KMeans kMeans = new KMeans(backend, points, KMeansSettings.lloyd(6, 30, 3));
        double all = kMeans.assign(fit(points, KMeansSettings.lloyd(6, 30, 3)).centroids())
                .cost();
        assertThat(kMeans.assign(centroids).cost()).isLessThan(1.05 * all);
    }

    @Test
    void endsWhenTheCostIsNoLongerLoweredEnough() {
        PointSet points = Blobs.scattered(Metric.EUCLIDEAN, 500, 4, 20, 6);
        KMeansState exact = fit(points, KMeansSettings.lloyd(8, 200, 1));
        assertThat(exact.iteration()).isBetween(5, 199);
        KMeansState early = fit(points, KMeansSettings.lloyd(8, 200, 1).withTolerance(0.01));
        assertThat(early.iteration()).isLessThan(exact.iteration());
        double[] costs = early.costs();
        int last = costs.length - 1;
        assertThat(costs[last]).isGreaterThanOrEqualTo(0.99 * costs[last - 1]);
        assertThat(costs[last - 1]).isLessThan(0.99 * costs[last - 2]);
    }

    @Test
    void wordsSayHowTheyWereFoundAndForWhichMetric() {
        PointSet points = Blobs.scattered(Metric.COSINE, 60, 12, 4, 6);
        KMeans kMeans = new KMeans(backend, points, KMeansSettings.lloyd(4, 2, 7));
        KMeansState state = kMeans.fit(KMeansListener.NONE).orElseThrow();
        Codebook words = kMeans.codebook(state, 2);
        assertThat(words.metric()).isEqualTo(Metric.COSINE);
        assertThat(words.origin()).isEqualTo("spherical k-means, 2 iterations on 60 patches, seed 7");
        PointSet pixels = Blobs.scattered(Metric.EUCLIDEAN, 60, 12, 4, 6);
        KMeans batches = new KMeans(backend, pixels, KMeansSettings.miniBatch(4, 2, 30, 7));
        KMeansState last = batches.fit(KMeansListener.NONE).orElseThrow();
        assertThat(batches.codebook(last, 2).metric()).isEqualTo(Metric.EUCLIDEAN);
        assertThat(batches.codebook(last, 2).vectors()).isEqualTo(last.centroids());
        assertThat(batches.codebook(last, 2).origin()).startsWith("k-means, batches of 30, 2 iterations");
        assertThatThrownBy(() -> kMeans.codebook(state, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("KMeans: expected a patch size P with 3*P*P = 12, got 4");
    }

    @Test
    void rejectsFewerPointsThanClustersAndCentroidsOfAnotherNumber() {
        PointSet points = Blobs.of(Metric.EUCLIDEAN, 1, 1, 2, 3);
        assertThatThrownBy(() -> new KMeans(backend, points, KMeansSettings.lloyd(4, 1, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("KMeans: expected at least as many points as the 4 clusters, got 3");
        KMeans kMeans = new KMeans(backend, points, KMeansSettings.lloyd(2, 1, 0));
        assertThatThrownBy(() -> kMeans.startingAt(new float[3]))
                .hasMessage("KMeans: expected 2 centroids of 1 values, got 3 values");
    }

    @Test
    void rejectsSettingsThatMakeNoSenseAllAtOnce() {
        assertThatThrownBy(() -> new KMeansSettings(0, -1, -2, 2, EmptyClusters.KEEP, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("clusters", "iterations", "batchSize", "tolerance");
        assertThatThrownBy(() -> KMeansSettings.miniBatch(2, 1, 5, 0).withEmptyClusters(EmptyClusters.RESEED))
                .hasMessageContaining("expected emptyClusters KEEP with batches");
    }
}

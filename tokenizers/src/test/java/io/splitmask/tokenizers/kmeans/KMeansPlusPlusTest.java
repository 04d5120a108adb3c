package io.splitmask.tokenizers.kmeans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.random.SplittableSeed;
import io.splitmask.tokenizers.Metric;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KMeansPlusPlusTest {
    private static float[] start(PointSet points, int clusters, long seed) {
        return new KMeansPlusPlus(points, clusters, SplittableSeed.of(seed)).centroids(KMeansListener.NONE);
    }

    @Test
    void theSecondCentroidIsDrawnByItsSquaredDistanceToTheFirst() {
        // From 0 the others are drawn as 1 : 9, from 1 as 1 : 4, from 3 as 9 : 4.
        PointSet points = Blobs.of(Metric.EUCLIDEAN, 1, 0, 1, 3);
        int draws = 20_000;
        int[][] pairs = new int[4][4];
        for (int seed = 0; seed < draws; seed++) {
            float[] drawn = start(points, 2, seed);
            pairs[(int) drawn[0]][(int) drawn[1]]++;
        }
        double margin = 5 * Math.sqrt(0.25 / draws);
        assertThat(share(pairs[0][3], draws)).isCloseTo(0.3, within(margin));
        assertThat(share(pairs[1][0], draws)).isCloseTo(1 / 15.0, within(margin));
        assertThat(share(pairs[3][0], draws)).isCloseTo(9 / 39.0, within(margin));
        assertThat(pairs[0][0] + pairs[1][1] + pairs[3][3]).isZero();
    }

    private static double share(int count, int draws) {
        return count / (double) draws;
    }

    @Test
    void everyBlobGetsACentroid() {
        float[] values = new float[1000];
        for (int i = 0; i < values.length; i++) {
            values[i] = 100 * (i % 10) + 0.001f * (i / 10);
        }
        PointSet points = Blobs.of(Metric.EUCLIDEAN, 1, values);
        for (int seed = 0; seed < 20; seed++) {
            Set<Integer> blobs = new HashSet<>();
            for (float centroid : start(points, 10, seed)) {
                blobs.add(Math.round(centroid / 100));
            }
            assertThat(blobs).as("seed %d", seed).hasSize(10);
        }
    }

    @Test
    void aSeedGivesTheSameStartAndAnotherSeedAnother() {
        PointSet points = Blobs.scattered(Metric.COSINE, 5000, 7, 30, 1);
        assertThat(start(points, 20, 3)).isEqualTo(start(points, 20, 3));
        assertThat(start(points, 20, 4)).isNotEqualTo(start(points, 20, 3));
    }

    @Test
    void asManyCentroidsAsDifferentPointsAreAllOfThem() {
        PointSet points = Blobs.of(Metric.EUCLIDEAN, 2, 1, 1, 2, 2, 1, 1, 3, 3, 2, 2, 1, 1);
        float[] centroids = start(points, 3, 0);
        Set<Float> first = new HashSet<>();
        for (int at = 0; at < 6; at += 2) {
            first.add(centroids[at]);
        }
        assertThat(first).containsExactlyInAnyOrder(1f, 2f, 3f);
    }

    @Test
    void saysHowManyDifferentPointsThereAreWhenThereAreTooFew() {
        PointSet points = Blobs.of(Metric.EUCLIDEAN, 1, 5, 6, 5, 6, 5);
        assertThatThrownBy(() -> start(points, 3, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "k-means++: expected at least 3 different points among 5, got 2; take fewer clusters or more"
                                + " images");
    }

    @Test
    void aPartOfThePointsTakesPartAndAnyOfThemMay() {
        float[] values = new float[200];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        PointSet points = Blobs.of(Metric.EUCLIDEAN, 1, values);
        Set<Float> drawn = new HashSet<>();
        for (int seed = 0; seed < 3000; seed++) {
            drawn.add(start(points, 1, seed)[0]);
        }
        // 16 of 200 points take part each time.
        assertThat(drawn).hasSize(200);
    }

    @Test
    void tellsHowFarItIsAndStopsWhenAsked() {
        PointSet points = Blobs.scattered(Metric.EUCLIDEAN, 100, 3, 5, 0);
        StringBuilder told = new StringBuilder();
        KMeansListener listener = new KMeansListener() {
            @Override
            public void onSeeding(int done, int clusters) {
                told.append(done).append('/').append(clusters).append(' ');
            }

            @Override
            public boolean stopRequested() {
                return told.length() > 8;
            }
        };
        assertThat(new KMeansPlusPlus(points, 6, SplittableSeed.of(0)).centroids(listener))
                .isEmpty();
        assertThat(told).hasToString("1/6 2/6 3/6 ");
    }
}

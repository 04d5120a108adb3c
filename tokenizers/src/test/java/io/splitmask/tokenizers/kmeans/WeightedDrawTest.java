package io.splitmask.tokenizers.kmeans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class WeightedDrawTest {
    @Test
    void positionsAreDrawnByTheirWeight() {
        RandomStream random = SplittableSeed.of(1).stream();
        int draws = 40_000;
        int[] counts = new int[4];
        for (int i = 0; i < draws; i++) {
            counts[WeightedDraw.of(new float[] {1, 0, 5, 2}, random)]++;
        }
        double margin = 5 * Math.sqrt(0.25 / draws);
        assertThat(counts[0] / (double) draws).isCloseTo(0.125, within(margin));
        assertThat(counts[1]).isZero();
        assertThat(counts[2] / (double) draws).isCloseTo(0.625, within(margin));
    }

    @Test
    void thereIsNothingToDrawWithoutWeight() {
        assertThat(WeightedDraw.of(new float[] {0, 0}, SplittableSeed.of(1).stream()))
                .isEqualTo(-1);
        assertThat(WeightedDraw.of(new float[] {-1e-7f, 0}, SplittableSeed.of(1).stream()))
                .isEqualTo(-1);
    }

    @Test
    void theLargestRandomNumberStaysWithinTheWeights() {
        RandomGenerator largest = new RandomGenerator() {
            @Override
            public long nextLong() {
                return -1;
            }

            @Override
            public double nextDouble() {
                return Math.nextDown(1.0);
            }
        };
        assertThat(WeightedDraw.of(new float[] {0.1f, 0.7f, 0.1f, 0}, largest)).isEqualTo(2);
    }
}

package io.splitmask.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BetaDistributionTest {
    private static final int DRAWS = 100_000;

    private static double[] draws(double alpha, double beta) {
        RandomStream random = SplittableSeed.of(11).child("beta").stream();
        double[] values = new double[DRAWS];
        Arrays.setAll(values, i -> BetaDistribution.draw(alpha, beta, random));
        return values;
    }

    @ParameterizedTest
    @CsvSource({"0.8, 0.8", "1, 1", "0.2, 0.2", "2, 5", "30, 0.5"})
    void hasTheMeanAndVarianceOfTheDistribution(double alpha, double beta) {
        double[] values = draws(alpha, beta);
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance =
                Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / DRAWS;
        double sum = alpha + beta;
        double expected = alpha * beta / (sum * sum * (sum + 1));
        assertThat(mean).isCloseTo(alpha / sum, within(4 * Math.sqrt(expected / DRAWS)));
        assertThat(variance).isCloseTo(expected, within(0.03 * expected));
        assertThat(Arrays.stream(values)).allMatch(x -> x >= 0 && x <= 1);
    }

    @Test
    void ofOnesIsUniform() {
        double[] values = draws(1, 1);
        Arrays.sort(values);
        double distance = 0;
        for (int i = 0; i < DRAWS; i++) {
            distance = Math.max(distance, Math.abs(values[i] - (i + 0.5) / DRAWS));
        }
        // Kolmogorov's 0.1 % point.
        assertThat(distance).isLessThan(1.95 / Math.sqrt(DRAWS));
    }

    /** The arcsine distribution: half of it lies within 0.1464 of an end. */
    @Test
    void ofHalvesIsTheArcsineDistribution() {
        double quarter = Math.pow(Math.sin(Math.PI / 8), 2);
        long below = Arrays.stream(draws(0.5, 0.5)).filter(x -> x < quarter).count();
        assertThat((double) below / DRAWS).isCloseTo(0.25, within(0.005));
    }

    @Test
    void staysFiniteForTinyParameters() {
        assertThat(Arrays.stream(draws(1e-3, 1e-3))).allMatch(x -> x >= 0 && x <= 1);
        assertThatThrownBy(() -> BetaDistribution.draw(0, 1, SplittableSeed.of(1).stream()))
                .hasMessage("BetaDistribution: expected alpha > 0, got 0.0");
    }
}

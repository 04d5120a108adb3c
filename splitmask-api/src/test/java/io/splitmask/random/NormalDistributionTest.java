package io.splitmask.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NormalDistributionTest {
    @ParameterizedTest
    @CsvSource({
        "0.5, 0",
        "0.6, 0.2533471031357997",
        "0.975, 1.959963984540054",
        "0.8413447460685429, 1",
        "0.1, -1.2815515655446004",
        "1e-5, -4.264890793922825",
        "1e-12, -7.034483825301131",
        "1e-300, -37.0470962993612"
    })
    void quantilesAreThePublishedOnes(double share, double quantile) {
        assertThat(NormalDistribution.quantile(share)).isCloseTo(quantile, Percentage.withPercentage(1e-12));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.5",
        "1, 0.8413447460685429",
        "-1, 0.15865525393145705",
        "2.5, 0.9937903346742238",
        "-4, 3.167124183311992e-05",
        "-9, 0",
        "9, 1"
    })
    void sharesAreThePublishedOnes(double x, double share) {
        assertThat(NormalDistribution.cumulative(x)).isCloseTo(share, within(4e-16));
    }

    @Test
    void shareAndQuantileAreInverse() {
        for (double x = -5; x <= 5; x += 0.01) {
            assertThat(NormalDistribution.quantile(NormalDistribution.cumulative(x)))
                    .isCloseTo(x, within(1e-9));
        }
    }

    @Test
    void endsAreInfiniteAndOthersRejected() {
        assertThat(NormalDistribution.quantile(0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(NormalDistribution.quantile(1)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThatThrownBy(() -> NormalDistribution.quantile(1.1)).hasMessageContaining("got 1.1");
        assertThatThrownBy(() -> NormalDistribution.quantile(Double.NaN)).hasMessageContaining("NaN");
    }
}

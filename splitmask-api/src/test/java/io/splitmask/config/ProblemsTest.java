package io.splitmask.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ProblemsTest {
    @Test
    void reportsAllProblemsInOneLine() {
        Problems problems = Problems.of("Recipe")
                .atLeast(1, "batchSize", 0)
                .positive("learningRate", Double.NaN)
                .notNegative("clipNorm", -1)
                .share("dropPath", 1.5)
                .shareBelowOne("smoothing", 1)
                .require(false, "expected more");
        assertThatThrownBy(problems::throwIfAny)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Recipe: expected batchSize >= 1, got 0; expected learningRate > 0, got NaN;"
                        + " expected clipNorm >= 0, got -1.0; expected dropPath from 0 to 1, got 1.5;"
                        + " expected smoothing from 0 to below 1, got 1.0; expected more");
    }

    @Test
    void acceptsTheLimits() {
        Problems problems = Problems.of("Recipe")
                .atLeast(1, "batchSize", 1)
                .positive("learningRate", Double.MIN_VALUE)
                .notNegative("clipNorm", 0)
                .share("dropPath", 1)
                .shareBelowOne("smoothing", 0)
                .require(true, "nothing");
        assertThatCode(problems::throwIfAny).doesNotThrowAnyException();
    }

    @Test
    void rejectsInfinityAndNaNEverywhere() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThatThrownBy(() -> Problems.of("r").positive("x", value).throwIfAny())
                    .hasMessageContaining("got " + value);
            assertThatThrownBy(() -> Problems.of("r").notNegative("x", value).throwIfAny())
                    .hasMessageContaining("got " + value);
            assertThatThrownBy(() -> Problems.of("r").share("x", value).throwIfAny())
                    .hasMessageContaining("got " + value);
            assertThatThrownBy(() -> Problems.of("r").shareBelowOne("x", value).throwIfAny())
                    .hasMessageContaining("got " + value);
        }
    }
}

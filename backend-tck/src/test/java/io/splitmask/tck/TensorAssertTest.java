package io.splitmask.tck;

import static io.splitmask.tck.TensorAssert.assertThatValues;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.tensor.Shape;
import org.junit.jupiter.api.Test;

class TensorAssertTest {
    private static final float NAN = Float.NaN;
    private static final float INF = Float.POSITIVE_INFINITY;

    @Test
    void namesTheFirstWrongIndexAndTheLargestErrors() {
        float[] actual = {1, 2, 3, 4.5f, 5, 8};
        assertThatThrownBy(() -> assertThatValues(actual, Shape.of(2, 3))
                        .as("qkv")
                        .isCloseTo(new float[] {1, 2, 3, 4, 5, 6}, Tolerance.elementwise(1e-3, 1e-4)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(
                        "[qkv]",
                        "expected 4.0, got 4.5 at index [1, 0]",
                        "the first of 2 wrong among 6 values of [2, 3]",
                        "max absolute error 2.00",
                        "max relative error 0.333",
                        "allowed 0.000100 + 0.00100 * |expected|");
    }

    @Test
    void elementsAreCheckedOneByOne() {
        Tolerance tolerance = Tolerance.elementwise(1e-3, 0);
        assertThatValues(new float[] {1000.9f}).isCloseTo(new float[] {1000}, tolerance);
        assertThatThrownBy(() ->
                        assertThatValues(new float[] {1000, 0.002f}).isCloseTo(new float[] {1000, 0.001f}, tolerance))
                .hasMessageContaining("at index [1]");
    }

    @Test
    void wholeTensorsAreCheckedAgainstTheirLargestValue() {
        Tolerance tolerance = Tolerance.wholeTensor(1e-3, 0);
        assertThatValues(new float[] {1000, 0.9f}).isCloseTo(new float[] {1000, 0}, tolerance);
        assertThatThrownBy(() -> assertThatValues(new float[] {1000, 1.1f}).isCloseTo(new float[] {1000, 0}, tolerance))
                .hasMessageContaining("expected 0.0, got 1.1 at index [1]");
    }

    @Test
    void notANumberMatchesOnlyItself() {
        assertThatValues(new float[] {NAN, INF}).isExactly(NAN, INF);
        Tolerance wide = Tolerance.elementwise(1, 1e30);
        for (float[] pair : new float[][] {{NAN, 1}, {1, NAN}, {INF, 1}, {1, INF}, {INF, -INF}}) {
            assertThatThrownBy(() -> assertThatValues(new float[] {pair[0]}).isCloseTo(new float[] {pair[1]}, wide))
                    .isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void lengthsAndShapesMustAgree() {
        assertThatThrownBy(() -> assertThatValues(new float[2]).isExactly(0, 0, 0))
                .hasMessageContaining("expected 3 values, got 2");
        assertThatThrownBy(() -> assertThatValues(new float[6], Shape.of(2, 3)).hasShape(3, 2))
                .hasMessageContaining("expected shape [3, 2], got [2, 3]");
    }

    @Test
    void sumsMayBeLessExactTheLongerTheyAre() {
        float[] actual = {1.0005f};
        Tolerance one = Tolerance.elementwise(1e-4, 0);
        assertThatValues(actual).isCloseTo(new float[] {1}, one.overSumOf(100));
        assertThatThrownBy(() -> assertThatValues(actual).isCloseTo(new float[] {1}, one))
                .isInstanceOf(AssertionError.class);
    }
}

package io.splitmask.djl;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares arrays with a tolerance relative to the largest expected magnitude. */
final class Closeness {
    private Closeness() {}

    /** Fails with the first index that is off by more than {@code tolerance} times the largest expected magnitude. */
    static void assertClose(float[] actual, float[] expected, double tolerance, String what) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        double largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        double allowed = tolerance * Math.max(largest, Float.MIN_NORMAL);
        for (int i = 0; i < actual.length; i++) {
            assertThat(Math.abs((double) actual[i] - expected[i]))
                    .as("%s: index %d is %s, expected %s", what, i, actual[i], expected[i])
                    .isLessThanOrEqualTo(allowed);
        }
    }
}

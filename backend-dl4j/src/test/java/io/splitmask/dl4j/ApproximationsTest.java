package io.splitmask.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Exponential and error function against double precision, over their whole range. */
class ApproximationsTest {
    private static final int STEPS = 400_000;

    private static float[] grid(double from, double to) {
        float[] x = new float[STEPS + 1];
        for (int i = 0; i <= STEPS; i++) {
            x[i] = (float) (from + (to - from) * i / STEPS);
        }
        return x;
    }

    private static float[] exp(float... x) {
        float[] y = x.clone();
        Exp.inPlace(y, 0, y.length, Scratch.get());
        return y;
    }

    @Test
    void expIsRightToTwoInTenMillion() {
        float[] x = grid(-86.6, 88.7);
        float[] y = exp(x);
        double worst = 0;
        for (int i = 0; i < x.length; i++) {
            double exact = Math.exp(x[i]);
            worst = Math.max(worst, Math.abs(y[i] - exact) / exact);
        }
        assertThat(worst).isLessThan(2e-7);
    }

    @Test
    void expKnowsItsLimits() {
        assertThat(exp(Float.NEGATIVE_INFINITY, -1e30f, -104f, Float.POSITIVE_INFINITY, 88.8f, Float.NaN, 0f, -0f))
                .containsExactly(0f, 0f, 0f, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY, Float.NaN, 1f, 1f);
        assertThat((double) exp(-87f)[0]).isCloseTo(Math.exp(-87), within(2e-38));
    }

    @Test
    void erfIsRightToOneInTwoMillion() {
        float[] x = grid(-6, 6);
        double worst = 0;
        double worstNearZero = 0;
        for (float value : x) {
            double error = Math.abs(Erf.of(value) - erf(value));
            worst = Math.max(worst, error);
            if (Math.abs(value) > 1e-4 && Math.abs(value) < 0.5) {
                worstNearZero = Math.max(worstNearZero, error / Math.abs(erf(value)));
            }
        }
        assertThat(worst).isLessThan(5e-7);
        assertThat(worstNearZero).isLessThan(1e-6);
    }

    @Test
    void erfKnowsItsLimits() {
        assertThat(Erf.of(0f)).isZero();
        assertThat(Erf.of(Float.NaN)).isNaN();
        assertThat(Erf.of(Float.POSITIVE_INFINITY)).isCloseTo(1f, within(2e-7f));
        assertThat(Erf.of(Float.NEGATIVE_INFINITY)).isCloseTo(-1f, within(2e-7f));
    }

    /** Error function in double precision: its power series near 0, else the continued fraction of erfc. */
    private static double erf(double x) {
        double z = Math.abs(x);
        double result;
        if (z < 3) {
            double term = z;
            double sum = z;
            for (int n = 1; n < 100; n++) {
                term *= -z * z / n;
                sum += term / (2 * n + 1);
            }
            result = 2 / Math.sqrt(Math.PI) * sum;
        } else {
            double fraction = z;
            for (int n = 60; n >= 1; n--) {
                fraction = z + n / 2.0 / fraction;
            }
            result = 1 - Math.exp(-z * z) / Math.sqrt(Math.PI) / fraction;
        }
        return x < 0 ? -result : result;
    }
}

package io.splitmask.tck.reference;

/** The error function in double precision. */
final class ErrorFunction {
    private static final double TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);

    /** From here on the result rounds to 1 in single precision. */
    private static final double SATURATED = 4;

    private ErrorFunction() {}

    /**
     * Returns erf(x).
     *
     * <p>The series {@code 2 / sqrt(pi) e^(-x^2) (x + 2/3 x^3 + 4/15 x^5 + ...)} has terms of one sign, so nothing
     * cancels; the ratio of term n to the one before is {@code 2 x^2 / (2n + 1)}.
     *
     * @see "Abramowitz and Stegun 1964, 7.1.6"
     */
    static double erf(double x) {
        if (Double.isNaN(x)) {
            return x;
        }
        if (Math.abs(x) >= SATURATED) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return TWO_OVER_SQRT_PI * Math.exp(-x * x) * sum;
    }
}

package com.example.arrays;

/** The error function; Java has none. */
final class ErrorFunction {
    private ErrorFunction() {}

    /** Returns erf(x) to 1.5e-7, by Abramowitz and Stegun, "Handbook of Mathematical Functions", 7.1.26. */
    static double of(double x) {
        double t = 1 / (1 + 0.3275911 * Math.abs(x));
        double polynomial =
                t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
        return Math.copySign(1 - polynomial * Math.exp(-x * x), x);
    }
}

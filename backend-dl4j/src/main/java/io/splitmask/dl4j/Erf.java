package io.splitmask.dl4j;

/**
 * The error function as {@code x P(x^2) / Q(x^2)} for |x| up to 4, beyond which it is 1 in single precision; the
 * coefficients are those of Eigen and XLA. Absolute error below 5e-7.
 */
final class Erf {
    private static final float LIMIT = 4f;

    private Erf() {}

    /** Returns erf(x); small enough to be inlined into loops, which are then vectorised. */
    static float of(float x) {
        float z = Math.max(-LIMIT, Math.min(LIMIT, x));
        float s = z * z;
        float p = -2.72614225801306e-10f;
        p = p * s + 2.77068142495902e-08f;
        p = p * s - 2.10102402082508e-06f;
        p = p * s - 5.69250639462346e-05f;
        p = p * s - 7.34990630326855e-04f;
        p = p * s - 2.95459980854025e-03f;
        p = p * s - 1.60960333262415e-02f;
        float q = -1.45660718464996e-05f;
        q = q * s - 2.13374055278905e-04f;
        q = q * s - 1.68282697438203e-03f;
        q = q * s - 7.37332916720468e-03f;
        q = q * s - 1.42647390514189e-02f;
        return z * p / q;
    }
}

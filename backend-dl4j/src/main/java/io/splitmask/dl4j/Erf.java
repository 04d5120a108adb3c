package io.splitmask.dl4j;

/**
 * The error function as {@code x P(x^2) / Q(x^2)} for |x| up to 4, beyond which it is 1 in single precision; the
 * coefficients are those of Eigen and XLA. Absolute error below 5e-7.
 */
final class Erf {
    static final float LIMIT = 4f;
    static final float P6 = -2.72614225801306e-10f;
    static final float P5 = 2.77068142495902e-08f;
    static final float P4 = -2.10102402082508e-06f;
    static final float P3 = -5.69250639462346e-05f;
    static final float P2 = -7.34990630326855e-04f;
    static final float P1 = -2.95459980854025e-03f;
    static final float P0 = -1.60960333262415e-02f;
    static final float Q4 = -1.45660718464996e-05f;
    static final float Q3 = -2.13374055278905e-04f;
    static final float Q2 = -1.68282697438203e-03f;
    static final float Q1 = -7.37332916720468e-03f;
    static final float Q0 = -1.42647390514189e-02f;

    private Erf() {}

    /** Returns erf(x); small enough to be inlined into loops, which are then vectorised. */
    static float of(float x) {
        float z = Math.max(-LIMIT, Math.min(LIMIT, x));
        float s = z * z;
        float p = P6;
        p = p * s + P5;
        p = p * s + P4;
        p = p * s + P3;
        p = p * s + P2;
        p = p * s + P1;
        p = p * s + P0;
        float q = Q4;
        q = q * s + Q3;
        q = q * s + Q2;
        q = q * s + Q1;
        q = q * s + Q0;
        return z * p / q;
    }
}

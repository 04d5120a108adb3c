package io.splitmask.dl4j;

/**
 * The density of the normal distribution, {@code phi(x)}. Its exponential is {@code p(x^2 / 32)^16} with a polynomial p
 * (Chebyshev nodes, relative error 3e-9), without the detour over bits that {@link Exp} needs. For |x| up to 6: beyond
 * that it takes the value at 6.
 */
final class NormalDensity {
    static final float LIMIT = 6f;
    static final float SCALE = 1f / 32;
    static final float FACTOR = (float) (1 / Math.sqrt(2 * Math.PI));
    static final float P7 = -1.140497090e-04f;
    static final float P6 = 1.249421716e-03f;
    static final float P5 = -8.206984129e-03f;
    static final float P4 = 4.160188556e-02f;
    static final float P3 = -1.666484282e-01f;
    static final float P2 = 4.999974611e-01f;
    static final float P1 = -9.999998647e-01f;
    static final float P0 = 9.999999988e-01f;

    private NormalDensity() {}

    /** Returns phi(x); small enough to be inlined into loops, which are then vectorised. */
    static float of(float x) {
        float v = Math.max(-LIMIT, Math.min(LIMIT, x));
        float u = v * v * SCALE;
        float p = P7;
        p = p * u + P6;
        p = p * u + P5;
        p = p * u + P4;
        p = p * u + P3;
        p = p * u + P2;
        p = p * u + P1;
        p = p * u + P0;
        p *= p;
        p *= p;
        p *= p;
        p *= p;
        return FACTOR * p;
    }
}

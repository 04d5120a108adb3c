package io.splitmask.dl4j;

import java.nio.FloatBuffer;

/** Exact GELU, {@code x Phi(x)} with the normal distribution's Phi, and its gradient. */
final class Gelu {
    private static final float INV_SQRT_2 = (float) Math.sqrt(0.5);
    private static final float INV_SQRT_2_PI = (float) (1 / Math.sqrt(2 * Math.PI));
    /** Below this Phi is 0 in single precision; bounding the factor keeps the error of erf near -1 from growing. */
    private static final float LOWEST = -8f;
    /** Beyond this the slope is 0 or 1 to 1e-7. */
    private static final float FLAT = 6f;

    private final Workers workers;

    Gelu(Workers workers) {
        this.workers = workers;
    }

    Dl4jBuffer forward(Draft draft, Dl4jBuffer x) {
        Dl4jBuffer y = draft.result(x.shape());
        FloatBuffer in = x.floats();
        FloatBuffer out = y.floats();
        workers.forEach(x.size(), Scratch.GRAIN, (from, to) -> {
            float[] block = Scratch.get().floats(0, Scratch.BLOCK);
            for (int at = from; at < to; at += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, to - at);
                in.get(at, block, 0, length);
                gelu(block, length);
                out.put(at, block, 0, length);
            }
        });
        return y;
    }

    private static void gelu(float[] x, int size) {
        for (int i = 0; i < size; i++) {
            float v = Math.max(LOWEST, x[i]);
            x[i] = v * (0.5f + 0.5f * Erf.of(v * INV_SQRT_2));
        }
    }

    Dl4jBuffer backward(Draft draft, Dl4jBuffer x, Dl4jBuffer gradient) {
        Dl4jBuffer dx = draft.result(x.shape());
        FloatBuffer in = x.floats();
        FloatBuffer dOut = gradient.floats();
        FloatBuffer out = dx.floats();
        workers.forEach(x.size(), Scratch.GRAIN, (from, to) -> {
            Scratch scratch = Scratch.get();
            float[] block = scratch.floats(0, Scratch.BLOCK);
            float[] g = scratch.floats(1, Scratch.BLOCK);
            float[] density = scratch.floats(2, Scratch.BLOCK);
            for (int at = from; at < to; at += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, to - at);
                in.get(at, block, 0, length);
                dOut.get(at, g, 0, length);
                density(block, density, length);
                multiplyBySlope(block, density, g, length);
                out.put(at, g, 0, length);
            }
        });
        return dx;
    }

    /**
     * Computes {@code phi(x)}. Its exponential is {@code p(x^2 / 32)^16} with a polynomial p (Chebyshev nodes, relative
     * error 3e-9), without the detour over bits that {@link Exp} needs. A loop of its own: with the next one in it, it
     * would be too long to be unrolled, and so not vectorised.
     */
    private static void density(float[] x, float[] density, int size) {
        for (int i = 0; i < size; i++) {
            float v = Math.max(-FLAT, Math.min(FLAT, x[i]));
            float u = v * v * (1f / 32);
            float p = -1.140497090e-04f;
            p = p * u + 1.249421716e-03f;
            p = p * u - 8.206984129e-03f;
            p = p * u + 4.160188556e-02f;
            p = p * u - 1.666484282e-01f;
            p = p * u + 4.999974611e-01f;
            p = p * u - 9.999998647e-01f;
            p = p * u + 9.999999988e-01f;
            p *= p;
            p *= p;
            p *= p;
            p *= p;
            density[i] = INV_SQRT_2_PI * p;
        }
    }

    /** {@code g *= Phi(x) + x phi(x)}. */
    private static void multiplyBySlope(float[] x, float[] density, float[] g, int size) {
        for (int i = 0; i < size; i++) {
            float v = Math.max(-FLAT, Math.min(FLAT, x[i]));
            g[i] *= 0.5f + 0.5f * Erf.of(v * INV_SQRT_2) + v * density[i];
        }
    }
}

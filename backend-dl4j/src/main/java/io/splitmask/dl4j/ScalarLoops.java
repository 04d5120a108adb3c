package io.splitmask.dl4j;

/**
 * The loops in plain Java. The just-in-time compiler vectorises all but the sums, whose eight chains are independent
 * because a single one would wait for each addition.
 */
final class ScalarLoops implements Loops {
    @Override
    public void exp(float[] x, int from, int length, Scratch scratch) {
        Exp.inPlace(x, from, length, scratch);
    }

    @Override
    public void gelu(float[] x, int from, int length, Scratch scratch) {
        for (int i = from; i < from + length; i++) {
            float v = Math.max(Gelu.LOWEST, x[i]);
            x[i] = v * (0.5f + 0.5f * Erf.of(v * Gelu.INV_SQRT_2));
        }
    }

    /** In two loops: as one it would be too long to be unrolled, and so not vectorised. */
    @Override
    public void multiplyByGeluSlope(float[] x, float[] g, int from, int length, Scratch scratch) {
        float[] density = scratch.inner(from + length);
        density(x, density, from, length);
        multiplyBySlope(x, density, g, from, length);
    }

    private static void density(float[] x, float[] density, int from, int length) {
        for (int i = from; i < from + length; i++) {
            density[i] = NormalDensity.of(x[i]);
        }
    }

    private static void multiplyBySlope(float[] x, float[] density, float[] g, int from, int length) {
        for (int i = from; i < from + length; i++) {
            float v = Math.max(-NormalDensity.LIMIT, Math.min(NormalDensity.LIMIT, x[i]));
            g[i] *= 0.5f + 0.5f * Erf.of(v * Gelu.INV_SQRT_2) + v * density[i];
        }
    }

    @Override
    public float sum(float[] x, int from, int length) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        float e = 0;
        float f = 0;
        float g = 0;
        float h = 0;
        int i = from;
        int end = from + length;
        for (; i <= end - 8; i += 8) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
            e += x[i + 4];
            f += x[i + 5];
            g += x[i + 6];
            h += x[i + 7];
        }
        for (; i < end; i++) {
            a += x[i];
        }
        return ((a + b) + (c + d)) + ((e + f) + (g + h));
    }

    @Override
    public float dot(float[] x, float[] y, int from, int length) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        float e = 0;
        float f = 0;
        float g = 0;
        float h = 0;
        int i = 0;
        for (; i <= length - 8; i += 8) {
            a += x[from + i] * y[from + i];
            b += x[from + i + 1] * y[from + i + 1];
            c += x[from + i + 2] * y[from + i + 2];
            d += x[from + i + 3] * y[from + i + 3];
            e += x[from + i + 4] * y[from + i + 4];
            f += x[from + i + 5] * y[from + i + 5];
            g += x[from + i + 6] * y[from + i + 6];
            h += x[from + i + 7] * y[from + i + 7];
        }
        for (; i < length; i++) {
            a += x[from + i] * y[from + i];
        }
        return ((a + b) + (c + d)) + ((e + f) + (g + h));
    }
}

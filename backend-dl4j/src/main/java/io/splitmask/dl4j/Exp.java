package io.splitmask.dl4j;

/**
 * {@code e^x} in loops that the just-in-time compiler vectorises, to 2e-7 relative.
 *
 * <p>{@code x = n ln 2 + r} with |r| at most ln(2)/2; {@code e^r} by the polynomial of the Cephes library (expf), and
 * {@code 2^n} by building its bits. Infinities and NaN come out as IEEE 754 wants; results below 2e-38 become 0.
 */
final class Exp {
    private static final float LOWEST = -87.4f;
    private static final float HIGHEST = 89f;
    private static final float LOG2_E = 1.44269504f;
    private static final float LN_2_HIGH = 0.693359375f;
    private static final float LN_2_LOW = -2.12194440e-4f;
    /** Adding it rounds to an integer, which then stands in the lowest bits. */
    private static final float ROUNDER = 12582912f;
    /** Exponent bits of 2^-1: the polynomial's factor of 2 makes up for it, so that 2^128 does not overflow early. */
    private static final int HALF_BITS = 126 << 23;

    private Exp() {}

    /** Replaces the first {@code size} elements by their exponentials. */
    static void inPlace(float[] x, int size, Scratch scratch) {
        float[] scales = scratch.scales(size);
        int[] bits = scratch.ints(size);
        for (int from = 0; from < size; from += Scratch.BLOCK) {
            int to = Math.min(size, from + Scratch.BLOCK);
            reduce(x, scales, from, to);
            scratch.bitsToInts(scales, bits, from, to);
            toPowers(bits, from, to);
            scratch.bitsToFloats(bits, scales, from, to);
            scale(x, scales, from, to);
        }
    }

    private static void reduce(float[] x, float[] rounded, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = Math.max(LOWEST, Math.min(HIGHEST, x[i]));
            float t = v * LOG2_E + ROUNDER;
            float n = t - ROUNDER;
            float r = v - n * LN_2_HIGH - n * LN_2_LOW;
            float p = 1.9875691500e-4f;
            p = p * r + 1.3981999507e-3f;
            p = p * r + 8.3334519073e-3f;
            p = p * r + 4.1665795894e-2f;
            p = p * r + 1.6666665459e-1f;
            p = p * r + 5.0000001201e-1f;
            x[i] = 2f * (p * (r * r) + r + 1f);
            rounded[i] = t;
        }
    }

    private static void toPowers(int[] bits, int from, int to) {
        for (int i = from; i < to; i++) {
            bits[i] = (bits[i] << 23) + HALF_BITS;
        }
    }

    private static void scale(float[] x, float[] scales, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] *= scales[i];
        }
    }
}

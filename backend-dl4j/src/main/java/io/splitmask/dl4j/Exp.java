package io.splitmask.dl4j;

/**
 * {@code e^x} in loops that the just-in-time compiler vectorises, to 2e-7 relative.
 *
 * <p>{@code x = n ln 2 + r} with |r| at most ln(2)/2; {@code e^r} by the polynomial of the Cephes library (expf), and
 * {@code 2^n} by building its bits. Infinities and NaN come out as IEEE 754 wants; results below 2e-38 become 0.
 */
final class Exp {
    static final float LOWEST = -87.4f;
    static final float HIGHEST = 89f;
    static final float LOG2_E = 1.44269504f;
    static final float LN_2_HIGH = 0.693359375f;
    static final float LN_2_LOW = -2.12194440e-4f;
    /** Adding it rounds to an integer, which then stands in the lowest bits. */
    static final float ROUNDER = 12582912f;
    /** Bits of a float below its exponent. */
    static final int EXPONENT_SHIFT = 23;
    /** Exponent bits of 2^-1: the polynomial's factor of 2 makes up for it, so that 2^128 does not overflow early. */
    static final int HALF_BITS = 126 << EXPONENT_SHIFT;

    static final float P5 = 1.9875691500e-4f;
    static final float P4 = 1.3981999507e-3f;
    static final float P3 = 8.3334519073e-3f;
    static final float P2 = 4.1665795894e-2f;
    static final float P1 = 1.6666665459e-1f;
    static final float P0 = 5.0000001201e-1f;

    private Exp() {}

    /** Replaces elements by their exponentials. */
    static void inPlace(float[] x, int from, int length, Scratch scratch) {
        int end = from + length;
        float[] scales = scratch.inner(end);
        int[] bits = scratch.ints(end);
        for (int start = from; start < end; start += Scratch.BLOCK) {
            int stop = Math.min(end, start + Scratch.BLOCK);
            reduce(x, scales, start, stop);
            scratch.bitsToInts(scales, bits, start, stop);
            toPowers(bits, start, stop);
            scratch.bitsToFloats(bits, scales, start, stop);
            scale(x, scales, start, stop);
        }
    }

    private static void reduce(float[] x, float[] rounded, int from, int to) {
        for (int i = from; i < to; i++) {
            float v = Math.max(LOWEST, Math.min(HIGHEST, x[i]));
            float t = v * LOG2_E + ROUNDER;
            float n = t - ROUNDER;
            float r = v - n * LN_2_HIGH - n * LN_2_LOW;
            float p = P5;
            p = p * r + P4;
            p = p * r + P3;
            p = p * r + P2;
            p = p * r + P1;
            p = p * r + P0;
            x[i] = 2f * (p * (r * r) + r + 1f);
            rounded[i] = t;
        }
    }

    private static void toPowers(int[] bits, int from, int to) {
        for (int i = from; i < to; i++) {
            bits[i] = (bits[i] << EXPONENT_SHIFT) + HALF_BITS;
        }
    }

    private static void scale(float[] x, float[] scales, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] *= scales[i];
        }
    }
}

package io.splitmask.dl4j;

/**
 * Loops over a part of an array that the just-in-time compiler makes fast by itself, or that are rare. {@link Loops} has
 * the others.
 */
final class Rows {
    private Rows() {}

    /** The sum in double precision, at half the speed of {@link Loops#sum}. */
    static double preciseSum(float[] x, int from, int length) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = from;
        int end = from + length;
        for (; i <= end - 4; i += 4) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
        }
        for (; i < end; i++) {
            a += x[i];
        }
        return (a + b) + (c + d);
    }

    /** Largest element; NaN are passed over; minus infinity for an empty row. */
    static float max(float[] x, int from, int length) {
        float a = Float.NEGATIVE_INFINITY;
        float b = a;
        float c = a;
        float d = a;
        int i = from;
        int end = from + length;
        for (; i <= end - 4; i += 4) {
            a = x[i] > a ? x[i] : a;
            b = x[i + 1] > b ? x[i + 1] : b;
            c = x[i + 2] > c ? x[i + 2] : c;
            d = x[i + 3] > d ? x[i + 3] : d;
        }
        for (; i < end; i++) {
            a = x[i] > a ? x[i] : a;
        }
        return Math.max(Math.max(a, b), Math.max(c, d));
    }

    /** {@code x += value}. */
    static void shift(float[] x, int from, int length, float value) {
        for (int i = from; i < from + length; i++) {
            x[i] += value;
        }
    }

    /** {@code x *= value}. */
    static void scale(float[] x, int from, int length, float value) {
        for (int i = from; i < from + length; i++) {
            x[i] *= value;
        }
    }

    /** {@code total += x}, for the first elements. */
    static void accumulate(float[] total, float[] x, int size) {
        for (int i = 0; i < size; i++) {
            total[i] += x[i];
        }
    }

    /** {@code total = max(total, x)}, NaN if either is, for the first elements. */
    static void accumulateMax(float[] total, float[] x, int size) {
        for (int i = 0; i < size; i++) {
            total[i] = Math.max(total[i], x[i]);
        }
    }

    /** Returns a row repeated as often as rows go into one block. */
    static float[] tile(Dl4jBuffer row) {
        int width = row.size();
        float[] tile = new float[perBlock(width) * width];
        for (int from = 0; from < tile.length; from += width) {
            row.floats().get(0, tile, from, width);
        }
        return tile;
    }

    /** Returns how many rows of this width go into one block, at least one. */
    static int perBlock(int width) {
        return Math.max(1, Scratch.BLOCK / Math.max(1, width));
    }

    /** Returns how many rows of this width one thread takes at a time: a multiple of those of a block. */
    static int grain(int width) {
        int block = perBlock(width);
        return block * Math.max(1, Scratch.GRAIN / Math.max(1, block * width));
    }
}

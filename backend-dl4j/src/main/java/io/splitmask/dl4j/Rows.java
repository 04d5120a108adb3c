package io.splitmask.dl4j;

/**
 * Loops over a part of an array, the core of the row-wise kernels. Sums run over eight independent chains, in a fixed
 * order: a single chain would wait for each addition, and the compiler may not reorder them.
 */
final class Rows {
    private Rows() {}

    static float sum(float[] x, int from, int length) {
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

    /** The sum in double precision, at about half the speed. */
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

    /** Sum of the products of two rows at the same place. */
    static float dot(float[] x, float[] y, int from, int length) {
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

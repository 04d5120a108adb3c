package io.splitmask.dl4j;

/**
 * Exponentials of rows with their sums, for all that is made of a softmax.
 *
 * <p>The largest element is subtracted only where it must be. Finding it costs more than the exponentials, as no
 * reduction is vectorised, and scores of a network are moderate: a row whose sum lies between {@value #SMALLEST} and
 * {@value #LARGEST} has neither overflowed nor lost anything that single precision could show next to its largest
 * element. Nor does one that is multiplied by a small number over its sum, such as the share of one row in a mean.
 */
final class Exponentials {
    private static final float SMALLEST = 1e-10f;
    private static final float LARGEST = 1e27f;

    private float[] sums = new float[0];
    private float[] shifts = new float[0];
    private float[] original = new float[Scratch.BLOCK];

    /** Replaces every element of the first rows by {@code e^(x - shift)}, with one shift per row. */
    void replace(float[] x, int rows, int width, Scratch scratch) {
        int size = rows * width;
        if (original.length < size) {
            original = new float[size];
        }
        if (sums.length < rows) {
            sums = new float[rows];
            shifts = new float[rows];
        }
        System.arraycopy(x, 0, original, 0, size);
        Loops.CHOSEN.exp(x, 0, size, scratch);
        for (int r = 0; r < rows; r++) {
            shifts[r] = 0;
            sums[r] = Loops.CHOSEN.sum(x, r * width, width);
            boolean isFine = sums[r] > SMALLEST && sums[r] < LARGEST;
            if (!isFine) {
                replaceShifted(x, r, width, scratch);
            }
        }
    }

    private void replaceShifted(float[] x, int r, int width, Scratch scratch) {
        int at = r * width;
        System.arraycopy(original, at, x, at, width);
        shifts[r] = Rows.max(x, at, width);
        Rows.shift(x, at, width, -shifts[r]);
        Loops.CHOSEN.exp(x, at, width, scratch);
        sums[r] = Loops.CHOSEN.sum(x, at, width);
    }

    /** Returns the sum of a row's exponentials. */
    float sum(int row) {
        return sums[row];
    }

    /** Returns what was subtracted from a row's elements. */
    float shift(int row) {
        return shifts[row];
    }
}

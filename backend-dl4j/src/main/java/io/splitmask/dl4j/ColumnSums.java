package io.splitmask.dl4j;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** Sums of the columns of a matrix: runs of rows in single precision, the runs in double. */
final class ColumnSums {
    private static final int RUN = 32;

    private final double[] totals;
    private final float[] run;
    private int rowsInRun;

    /** Starts at zero. @param width number of columns */
    ColumnSums(int width) {
        totals = new double[width];
        run = new float[width];
    }

    /** Adds the row that starts at {@code from}. */
    void add(float[] rows, int from) {
        Rows.accumulate(run, rows, from, run.length);
        rowsInRun++;
        if (rowsInRun == RUN) {
            endRun();
        }
    }

    private void endRun() {
        for (int i = 0; i < run.length; i++) {
            totals[i] += run[i];
        }
        Arrays.fill(run, 0f);
        rowsInRun = 0;
    }

    /** Adds other sums. */
    void add(ColumnSums other) {
        endRun();
        other.endRun();
        for (int i = 0; i < totals.length; i++) {
            totals[i] += other.totals[i];
        }
    }

    /** Writes the sums to the start of {@code to}. */
    void write(float[] to) {
        endRun();
        for (int i = 0; i < totals.length; i++) {
            to[i] = (float) totals[i];
        }
    }

    /**
     * Sums {@code width} columns of {@code rows} rows that start {@code step} elements apart.
     *
     * @return the sums, in an array of {@code scratch}
     */
    static float[] of(FloatBuffer in, int at, int step, int rows, int width, Scratch scratch) {
        ColumnSums sums = new ColumnSums(width);
        int perBlock = step == width ? Rows.perBlock(width) : 1;
        float[] block = scratch.floats(0, Math.max(width, Scratch.BLOCK));
        for (int row = 0; row < rows; row += perBlock) {
            int count = Math.min(perBlock, rows - row);
            in.get(at + row * step, block, 0, count * width);
            for (int i = 0; i < count; i++) {
                sums.add(block, i * width);
            }
        }
        float[] result = scratch.floats(1, width);
        sums.write(result);
        return result;
    }
}

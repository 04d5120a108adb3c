package io.splitmask.dl4j;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Sums of the columns of a matrix. Blocks of rows are added up element by element in single precision, a few dozen of
 * them, and the result row by row in double.
 */
final class ColumnSums {
    private static final int BLOCKS_PER_RUN = 32;
    private static final int MAX_PARTS = 16;

    private final int width;
    private final double[] totals;
    private final float[] run;
    private int blocksInRun;

    /**
     * Starts at zero.
     *
     * @param width number of columns
     */
    ColumnSums(int width) {
        this.width = width;
        totals = new double[width];
        run = new float[Rows.perBlock(width) * width];
    }

    /** Adds so many rows, at most {@link Rows#perBlock}, from the start of the array. */
    void add(float[] block, int rows) {
        Rows.accumulate(run, block, rows * width);
        blocksInRun++;
        if (blocksInRun == BLOCKS_PER_RUN) {
            endRun();
        }
    }

    private void endRun() {
        for (int from = 0; from < run.length; from += width) {
            for (int i = 0; i < width; i++) {
                totals[i] += run[from + i];
            }
        }
        Arrays.fill(run, 0f);
        blocksInRun = 0;
    }

    /** Adds other sums. */
    void add(ColumnSums other) {
        endRun();
        other.endRun();
        for (int i = 0; i < width; i++) {
            totals[i] += other.totals[i];
        }
    }

    /** Writes the sums. */
    void write(FloatBuffer to, int at) {
        endRun();
        for (int i = 0; i < width; i++) {
            to.put(at + i, (float) totals[i]);
        }
    }

    /** Adds the sums to the elements from {@code at} on. */
    void addTo(double[] sums, int at) {
        endRun();
        for (int i = 0; i < width; i++) {
            sums[at + i] += totals[i];
        }
    }

    /** Sums {@code width} columns of {@code rows} rows that start {@code step} elements apart. */
    static ColumnSums of(FloatBuffer in, int at, int step, int rows, int width) {
        ColumnSums sums = new ColumnSums(width);
        int perBlock = Rows.perBlock(width);
        float[] block = Scratch.get().floats(0, Math.max(width, Scratch.BLOCK));
        for (int row = 0; row < rows; row += perBlock) {
            int count = Math.min(perBlock, rows - row);
            if (step == width) {
                in.get(at + row * step, block, 0, count * width);
            } else {
                for (int i = 0; i < count; i++) {
                    in.get(at + (row + i) * step, block, i * width, width);
                }
            }
            sums.add(block, count);
        }
        return sums;
    }

    /** Returns how many rows make up a part of a matrix; a matter of its size alone, as are then its sums. */
    static int rowsPerPart(int rows, int width) {
        return Math.max(Rows.grain(width), (rows + MAX_PARTS - 1) / MAX_PARTS);
    }

    /** Sums all columns of a matrix, its parts on different threads. */
    static ColumnSums of(Workers workers, FloatBuffer in, int at, int step, int rows, int width) {
        int grain = rowsPerPart(rows, width);
        ColumnSums[] parts = new ColumnSums[Math.max(1, (rows + grain - 1) / grain)];
        parts[0] = new ColumnSums(width);
        workers.forEach(
                rows, grain, (from, to) -> parts[from / grain] = of(in, at + from * step, step, to - from, width));
        return total(parts);
    }

    /** Adds all to the first and returns it. */
    static ColumnSums total(ColumnSums[] parts) {
        for (int i = 1; i < parts.length; i++) {
            parts[0].add(parts[i]);
        }
        return parts[0];
    }
}

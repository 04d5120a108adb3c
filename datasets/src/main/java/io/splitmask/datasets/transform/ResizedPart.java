package io.splitmask.datasets.transform;

import io.splitmask.data.Image;

/**
 * A part of an image while it is resized. Along each axis whole lines of pixels are added up, times a weight each, so
 * that the processor adds many values at once; for that the columns come as lines, and what they make is turned back
 * into rows. Of the rows only as many are kept as an output row still needs.
 */
final class ResizedPart {
    private final AxisWeights across;
    private final AxisWeights down;
    private final ResizeBuffers buffers;
    /** The latest rows at the final width, 3 values a pixel: row y stands in line y modulo their number. */
    private final int[][] rows;

    private final int[] sums;
    private final byte[] rgb;
    private int numRows;
    private int numOutputRows;

    /**
     * Starts a result.
     *
     * @param number of the result among those of one image, from 0
     */
    ResizedPart(AxisWeights across, AxisWeights down, ResizeBuffers buffers, int number) {
        this.across = across;
        this.down = down;
        this.buffers = buffers;
        rows = buffers.rows(number, ResizeBuffers.STRIPE + down.maxWeights(), 3 * across.size());
        sums = new int[3 * across.size()];
        rgb = new byte[Math.multiplyExact(down.size(), sums.length)];
    }

    /**
     * Adds the next rows.
     *
     * @param columns lines of at least 3 * count values, one for each column from the first that is needed on
     * @param count at most {@link ResizeBuffers#STRIPE}
     */
    void addRows(int[][] columns, int count) {
        int[][] block = buffers.block;
        for (int x = 0; x < across.size(); x += block.length) {
            int width = Math.min(block.length, across.size() - x);
            for (int i = 0; i < width; i++) {
                LineSums.mix(columns, across, x + i, block[i], 3 * count);
            }
            turnBack(block, width, x, count);
        }
        numRows += count;
        writeRows();
    }

    private void turnBack(int[][] block, int width, int x, int count) {
        for (int y = 0; y < count; y++) {
            int[] row = LineSums.line(rows, numRows + y);
            int to = 3 * x;
            int from = 3 * y;
            for (int i = 0; i < width; i++) {
                int[] column = block[i];
                row[to] = column[from];
                row[to + 1] = column[from + 1];
                row[to + 2] = column[from + 2];
                to += 3;
            }
        }
    }

    /** Makes the output rows whose last input row is there. */
    private void writeRows() {
        while (numOutputRows < down.size() && down.inputEnd(numOutputRows) <= numRows) {
            LineSums.mix(rows, down, numOutputRows, sums, sums.length);
            int to = numOutputRows * sums.length;
            for (int i = 0; i < sums.length; i++) {
                rgb[to + i] = (byte) sums[i];
            }
            numOutputRows++;
        }
    }

    /** Returns the result, after all rows. */
    Image image() {
        if (numOutputRows < down.size()) {
            throw new IllegalStateException(
                    "resize: " + numRows + " rows made " + numOutputRows + " of " + down.size());
        }
        return new Image(across.size(), down.size(), rgb);
    }
}

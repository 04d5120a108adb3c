package io.splitmask.datasets.transform;

import io.splitmask.data.Image;
import java.util.Arrays;

/**
 * A part of an image while it is resized. Along each axis whole lines of pixels are added up, times a weight each, so
 * that the processor adds many values at once; for that the columns come as lines, and what they make is turned back
 * into rows. Of the rows only as many are kept as an output row still needs.
 */
final class ResizedPart {
    private static final int MAX = 255;
    private static final int HALF = 1 << (AxisWeights.PRECISION_BITS - 1);

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
                mix(columns, across, x + i, block[i], 3 * count);
            }
            turnBack(block, width, x, count);
        }
        numRows += count;
        writeRows();
    }

    private void turnBack(int[][] block, int width, int x, int count) {
        for (int y = 0; y < count; y++) {
            int[] row = line(rows, numRows + y);
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
            mix(rows, down, numOutputRows, sums, sums.length);
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

    /** Returns a line of as many as a power of 2, of which the later ones take the places of the earlier. */
    private static int[] line(int[][] lines, int number) {
        return lines[number & (lines.length - 1)];
    }

    /** Makes an output line of the input lines that have a weight in it. */
    private static void mix(int[][] lines, AxisWeights axis, int output, int[] sums, int length) {
        int[] weights = axis.weights[output];
        int first = axis.first[output] - axis.inputStart;
        Arrays.fill(sums, 0, length, HALF);
        int k = 0;
        for (; k + 4 <= weights.length; k += 4) { // four at once: sums are loaded and stored less often
            addFour(sums, lines, first + k, weights, k, length);
        }
        for (; k < weights.length; k++) {
            add(sums, line(lines, first + k), weights[k], length);
        }
        clip(sums, length);
    }

    /** Rounds and limits to 0..255, without comparisons: these the compiler would not do for many values at once. */
    private static void clip(int[] sums, int length) {
        for (int i = 0; i < length; i++) {
            int value = sums[i] >> AxisWeights.PRECISION_BITS;
            int below = MAX - (value & ~(value >> 31)); // x & ~(x >> 31) is max(x, 0)
            sums[i] = MAX - (below & ~(below >> 31));
        }
    }

    private static void addFour(int[] sums, int[][] lines, int first, int[] weights, int k, int length) {
        int[] a = line(lines, first);
        int[] b = line(lines, first + 1);
        int[] c = line(lines, first + 2);
        int[] d = line(lines, first + 3);
        int weightA = weights[k];
        int weightB = weights[k + 1];
        int weightC = weights[k + 2];
        int weightD = weights[k + 3];
        for (int i = 0; i < length; i++) {
            sums[i] += a[i] * weightA + b[i] * weightB + c[i] * weightC + d[i] * weightD;
        }
    }

    private static void add(int[] sums, int[] line, int weight, int length) {
        for (int i = 0; i < length; i++) {
            sums[i] += line[i] * weight;
        }
    }
}

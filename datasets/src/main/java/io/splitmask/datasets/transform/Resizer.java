package io.splitmask.datasets.transform;

import io.splitmask.data.Image;
import java.util.Arrays;

/**
 * Resizes with Pillow's arithmetic: columns first, then rows, each rounded to 8 bits. Shrinking by any factor is
 * antialiased.
 */
public final class Resizer {
    private static final int HALF = 1 << (AxisWeights.PRECISION_BITS - 1);

    private Resizer() {}

    /**
     * Resizes a box. Pixels outside the box have no influence, as if it had been cropped first.
     *
     * @param source any size
     * @param box inside the source
     * @param width columns of the result
     * @param height rows of the result
     */
    public static Image resize(Image source, Box box, int width, int height, Resampling resampling) {
        requireInside(source.width(), source.height(), box);
        return resample(
                source,
                AxisWeights.ofSpan(box.x(), box.width(), width, resampling),
                AxisWeights.ofSpan(box.y(), box.height(), height, resampling));
    }

    /**
     * Resizes the whole image, but computes only a window of the result.
     *
     * @param source any size
     * @param width columns of the whole result
     * @param height rows of the whole result
     * @param window what is kept of it
     */
    public static Image resizeAndCrop(Image source, int width, int height, Box window, Resampling resampling) {
        requireInside(width, height, window);
        return resample(
                source,
                AxisWeights.ofWindow(source.width(), width, window.x(), window.width(), resampling),
                AxisWeights.ofWindow(source.height(), height, window.y(), window.height(), resampling));
    }

    private static void requireInside(int width, int height, Box box) {
        if (box.x() > width - box.width() || box.y() > height - box.height()) {
            throw new IllegalArgumentException(
                    "resize: expected a box inside " + width + " x " + height + ", got " + box);
        }
    }

    private static Image resample(Image source, AxisWeights columns, AxisWeights rows) {
        byte[] narrow = resampleColumns(source, columns, rows.inputStart(), rows.inputLength());
        return new Image(columns.size(), rows.size(), resampleRows(narrow, columns.size() * 3, rows));
    }

    private static byte[] resampleColumns(Image source, AxisWeights axis, int firstRow, int numRows) {
        int width = axis.size();
        byte[] from = source.rgb();
        byte[] to = new byte[Math.multiplyExact(width * 3, numRows)];
        int target = 0;
        for (int y = 0; y < numRows; y++) {
            int row = (firstRow + y) * source.width() * 3;
            for (int x = 0; x < width; x++) {
                int offset = row + axis.first[x] * 3;
                int red = HALF;
                int green = HALF;
                int blue = HALF;
                for (int weight : axis.weights[x]) {
                    red += (from[offset] & 0xFF) * weight;
                    green += (from[offset + 1] & 0xFF) * weight;
                    blue += (from[offset + 2] & 0xFF) * weight;
                    offset += 3;
                }
                to[target++] = clip(red);
                to[target++] = clip(green);
                to[target++] = clip(blue);
            }
        }
        return to;
    }

    private static byte[] resampleRows(byte[] from, int rowBytes, AxisWeights axis) {
        int height = axis.size();
        byte[] to = new byte[height * rowBytes];
        int[] sums = new int[rowBytes];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, HALF);
            int offset = (axis.first[y] - axis.inputStart()) * rowBytes;
            for (int weight : axis.weights[y]) {
                for (int i = 0; i < rowBytes; i++) {
                    sums[i] += (from[offset + i] & 0xFF) * weight;
                }
                offset += rowBytes;
            }
            for (int i = 0; i < rowBytes; i++) {
                to[y * rowBytes + i] = clip(sums[i]);
            }
        }
        return to;
    }

    private static byte clip(int fixed) {
        return (byte) Math.max(0, Math.min(255, fixed >> AxisWeights.PRECISION_BITS));
    }
}

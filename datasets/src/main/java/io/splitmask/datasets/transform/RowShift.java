package io.splitmask.datasets.transform;

import io.splitmask.data.Image;
import java.util.Arrays;

/**
 * Moves each row of an image sideways by a distance of its own, with bicubic interpolation: what {@link Warp} does to
 * shear and move, with the same arithmetic. As neighbours are looked up at neighbouring positions, whole runs of pixels
 * are interpolated by one loop.
 */
final class RowShift {
    private static final int OUTSIDE = Integer.MIN_VALUE;

    /** Pixels beyond each edge that a position inside needs. */
    private static final int MARGIN = 2;

    private final Image image;
    private final Colour fill;
    private final int width;

    /** A row of the image by channel, with copies of its first and last pixel around it. */
    private final double[][] lines;

    private final double[][] mixed;

    /** By how much the pixel to the left of the position of x is right of x, or {@link #OUTSIDE}. */
    private final int[] offsets;

    /** How far the position is from the pixel to its left. */
    private final double[] fractions;

    RowShift(Image image, Colour fill) {
        this.image = image;
        this.fill = fill;
        width = image.width();
        lines = new double[3][width + 2 * MARGIN];
        mixed = new double[3][width];
        offsets = new int[width];
        fractions = new double[width];
    }

    /** Looks up (x + factor y + distance, y) for the middle (x, y) of each pixel. */
    Image apply(double factor, double distance) {
        byte[] to = new byte[image.rgb().length];
        for (int y = 0; y < image.height(); y++) {
            load(y);
            locate(factor * (y + 0.5), distance);
            int end;
            for (int begin = 0; begin < width; begin = end) {
                end = endOfRun(begin);
                write(to, y, begin, end);
            }
        }
        return new Image(width, image.height(), to);
    }

    private void load(int y) {
        byte[] rgb = image.rgb();
        for (int c = 0; c < 3; c++) {
            double[] line = lines[c];
            int from = 3 * y * width + c;
            for (int x = 0; x < width; x++) {
                line[x + MARGIN] = rgb[from] & 0xFF;
                from += 3;
            }
            Arrays.fill(line, 0, MARGIN, line[MARGIN]);
            Arrays.fill(line, width + MARGIN, line.length, line[width + MARGIN - 1]);
        }
    }

    private void locate(double shift, double distance) {
        for (int x = 0; x < width; x++) {
            double position = x + 0.5 + shift + distance;
            double left = Math.floor(position - 0.5);
            offsets[x] = position >= 0 && position < width ? (int) left - x : OUTSIDE;
            fractions[x] = position - 0.5 - left;
        }
    }

    /** Rounding may move a position from one pixel to the next, so a row may have more than one run. */
    private int endOfRun(int begin) {
        int end = begin + 1;
        while (end < width && offsets[end] == offsets[begin]) {
            end++;
        }
        return end;
    }

    private void write(byte[] to, int y, int begin, int end) {
        int offset = offsets[begin];
        int target = 3 * (y * width + begin);
        if (offset == OUTSIDE) {
            for (int x = begin; x < end; x++) {
                fill.write(to, target);
                target += 3;
            }
            return;
        }
        for (int c = 0; c < 3; c++) {
            mix(lines[c], offset + MARGIN - 1, mixed[c], begin, end);
        }
        for (int x = begin; x < end; x++) {
            for (int c = 0; c < 3; c++) {
                to[target++] = (byte) Math.max(0, Math.min(255, (int) mixed[c][x]));
            }
        }
    }

    private void mix(double[] line, int offset, double[] sums, int begin, int end) {
        for (int x = begin; x < end; x++) {
            sums[x] = Neighbourhood.cubic(
                    line[x + offset], line[x + offset + 1], line[x + offset + 2], line[x + offset + 3], fractions[x]);
        }
    }
}

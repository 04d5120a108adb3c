package io.splitmask.datasets.transform;

import io.splitmask.data.Image;

/**
 * Moves the rows or the columns of an image along themselves, each by a distance of its own, with bicubic interpolation:
 * what {@link Warp} does to shear and move, to the same bits. As neighbours are looked up at neighbouring positions,
 * whole runs of pixels are interpolated by one loop, in whole numbers; where one is so near the next whole number that
 * their error decides what is cut off, it is computed again.
 */
final class LineShift {
    private static final int OUTSIDE = Integer.MIN_VALUE;

    /** Pixels beyond each end of a line that a position inside needs. */
    private static final int MARGIN = 2;

    /** Sums are off by less than this: 2^-10 of a grey level. */
    private static final int UNSURE = 1 << (CubicWeights.BITS - 10);

    private static final int FRACTION = (1 << CubicWeights.BITS) - 1;

    private final Image image;
    private final Colour fill;
    private final int numLines;
    private final int lineBytes;
    private final int length;
    private final int pixelBytes;

    /**
     * A line, 3 values a pixel, with copies of its first and last pixel around it; and the same from its second, third
     * and fourth pixel on, so that what is added up stands at one place of four arrays: only such a loop is compiled to
     * one that adds many values at once.
     */
    private final int[][] values;

    private final int[] sums;

    /** By how much the pixel before the position of i is behind i, or {@link #OUTSIDE}. */
    private final int[] offsets;

    /** How far the position is from the pixel before it. */
    private final double[] fractions;

    private LineShift(Image image, Colour fill, int numLines, int lineBytes, int length, int pixelBytes) {
        this.image = image;
        this.fill = fill;
        this.numLines = numLines;
        this.lineBytes = lineBytes;
        this.length = length;
        this.pixelBytes = pixelBytes;
        values = new int[4][3 * (length + 2 * MARGIN)];
        sums = new int[3 * (length + 2 * MARGIN)];
        offsets = new int[length];
        fractions = new double[length];
    }

    static LineShift ofRows(Image image, Colour fill) {
        return new LineShift(image, fill, image.height(), 3 * image.width(), image.width(), 3);
    }

    static LineShift ofColumns(Image image, Colour fill) {
        return new LineShift(image, fill, image.width(), 3, image.height(), 3 * image.width());
    }

    /** Looks up pixel i + factor * j + distance of line j for the middle (i, j) of each pixel. */
    Image apply(double factor, double distance) {
        byte[] to = new byte[image.rgb().length];
        for (int line = 0; line < numLines; line++) {
            load(line);
            locate(factor * (line + 0.5), distance);
            int end;
            for (int begin = 0; begin < length; begin = end) {
                end = endOfRun(begin);
                write(to, line * lineBytes, begin, end);
            }
        }
        return new Image(image.width(), image.height(), to);
    }

    private void load(int line) {
        byte[] rgb = image.rgb();
        int[] first = values[0];
        int from = line * lineBytes;
        int end = 3 * (MARGIN + length);
        for (int i = 3 * MARGIN; i < end; i += 3) {
            first[i] = rgb[from] & 0xFF;
            first[i + 1] = rgb[from + 1] & 0xFF;
            first[i + 2] = rgb[from + 2] & 0xFF;
            from += pixelBytes;
        }
        for (int i = 3 * MARGIN - 1; i >= 0; i--) {
            first[i] = first[i + 3];
        }
        for (int i = end; i < first.length; i++) {
            first[i] = first[i - 3];
        }
        for (int k = 1; k < 4; k++) {
            System.arraycopy(first, 3 * k, values[k], 0, first.length - 3 * k);
        }
    }

    private void locate(double shift, double distance) {
        for (int i = 0; i < length; i++) {
            double position = i + 0.5 + shift + distance;
            double before = Math.floor(position - 0.5);
            offsets[i] = position >= 0 && position < length ? (int) before - i : OUTSIDE;
            fractions[i] = position - 0.5 - before;
        }
    }

    /** Rounding may move a position from one pixel to the next, so a line may have more than one run. */
    private int endOfRun(int begin) {
        int end = begin + 1;
        while (end < length && offsets[end] == offsets[begin]) {
            end++;
        }
        return end;
    }

    private void write(byte[] to, int lineStart, int begin, int end) {
        int target = lineStart + begin * pixelBytes;
        if (offsets[begin] == OUTSIDE) {
            for (int i = begin; i < end; i++) {
                fill.write(to, target);
                target += pixelBytes;
            }
            return;
        }
        int at = 3 * (begin + offsets[begin] + MARGIN - 1);
        CubicWeights weights = CubicWeights.of(CubicWeights.fraction(fractions[begin]));
        mix(weights, values[0], values[1], values[2], values[3], sums, at, at + 3 * (end - begin));
        for (int i = begin; i < end; i++) {
            for (int c = 0; c < 3; c++) {
                int sum = sums[at];
                to[target + c] = (sum + UNSURE & FRACTION) < 2 * UNSURE
                        ? exact(at, fractions[i])
                        : (byte) Math.max(0, Math.min(255, sum >> CubicWeights.BITS));
                at++;
            }
            target += pixelBytes;
        }
    }

    private static void mix(CubicWeights weights, int[] a, int[] b, int[] c, int[] d, int[] sums, int begin, int end) {
        int first = weights.first();
        int second = weights.second();
        int third = weights.third();
        int fourth = weights.fourth();
        for (int i = begin; i < end; i++) {
            sums[i] = first * a[i] + second * b[i] + third * c[i] + fourth * d[i];
        }
    }

    /** Interpolates as Pillow does; four values alike, as on the paper of a drawing, need no arithmetic. */
    private byte exact(int at, double fraction) {
        int first = values[0][at];
        int second = values[1][at];
        int third = values[2][at];
        int fourth = values[3][at];
        if (first == second && second == third && third == fourth) {
            return (byte) second;
        }
        double value = Neighbourhood.cubic(first, second, third, fourth, fraction);
        return (byte) Math.max(0, Math.min(255, (int) value));
    }
}

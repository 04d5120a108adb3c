package io.splitmask.datasets.transform;

import io.splitmask.data.Image;
import java.util.random.RandomGenerator;

/**
 * A random Gaussian blur: {@value #NUM_PASSES} box blurs along each axis, each rounded to 8 bits, that together have
 * nearly the shape of a Gaussian. Beyond the edge stands the edge's pixel.
 *
 * @param minRadius lowest standard deviation in pixels, at least 0
 * @param maxRadius highest standard deviation in pixels
 * @see "Pillow, src/libImaging/BoxBlur.c; Gwosdek, Grewenig, Bruhn, Weickert 2011, Theoretical foundations of Gaussian
 *     convolution by extended box filtering"
 */
public record GaussianBlur(double minRadius, double maxRadius) implements Augmentation {
    /** {@value} box blurs an axis. */
    static final int NUM_PASSES = 3;

    /** 32 bits less 8 for the pixel. */
    private static final int PRECISION_BITS = 24;

    private static final double HIGHEST_RADIUS = 1000;

    /** The radius of BYOL, DINO and MoCo v3: 0.1 to 2 pixels. */
    public static final GaussianBlur BYOL = new GaussianBlur(0.1, 2);

    /** Checks the radii. */
    public GaussianBlur {
        if (!(minRadius >= 0 && minRadius <= maxRadius && maxRadius <= HIGHEST_RADIUS)) {
            throw new IllegalArgumentException("blur radius: expected 0 <= min <= max <= " + HIGHEST_RADIUS + ", got "
                    + minRadius + " and " + maxRadius);
        }
    }

    @Override
    public Image apply(Image image, RandomGenerator random) {
        return blur(image, minRadius + (maxRadius - minRadius) * random.nextDouble());
    }

    /** Blurs with one radius. */
    static Image blur(Image image, double radius) {
        float boxRadius = boxRadius((float) radius);
        if (boxRadius == 0) {
            return image;
        }
        BoxBlur box = new BoxBlur(boxRadius);
        int width = image.width();
        int height = image.height();
        int[][] rows = new int[height][3 * width];
        int from = 0;
        for (int[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = image.rgb()[from++] & 0xFF;
            }
        }
        int[][] turned = box.blurColumns(transposed(rows, width));
        int[][] blurred = box.blurColumns(transposed(turned, height));
        byte[] rgb = new byte[image.rgb().length];
        int to = 0;
        for (int[] row : blurred) {
            for (int value : row) {
                rgb[to++] = (byte) value;
            }
        }
        return new Image(width, height, rgb);
    }

    /** Returns half the length, less a half, of the box whose repeated use has a standard deviation; in floats. */
    private static float boxRadius(float radius) {
        float variance = radius * radius / NUM_PASSES;
        float length = (float) Math.sqrt(12.0 * variance + 1.0);
        float whole = (float) Math.floor((length - 1.0) / 2.0);
        float part = (2 * whole + 1) * (whole * (whole + 1) - 3 * variance);
        part /= 6 * (variance - (whole + 1) * (whole + 1));
        return whole + part;
    }

    /** Turns rows of pixels into columns. */
    private static int[][] transposed(int[][] rows, int width) {
        int[][] columns = new int[width][3 * rows.length];
        for (int x = 0; x < width; x++) {
            int[] column = columns[x];
            int to = 0;
            for (int[] row : rows) {
                column[to] = row[3 * x];
                column[to + 1] = row[3 * x + 1];
                column[to + 2] = row[3 * x + 2];
                to += 3;
            }
        }
        return columns;
    }

    /** The mean of 2r + 1 neighbours and of a part of the two next to them. */
    private static final class BoxBlur {
        private final int radius;
        private final int innerWeight;
        private final int outerWeight;

        BoxBlur(float exactRadius) {
            radius = (int) exactRadius;
            innerWeight = (int) ((1 << PRECISION_BITS) / (exactRadius * 2 + 1));
            outerWeight = ((1 << PRECISION_BITS) - (radius * 2 + 1) * innerWeight) / 2;
        }

        /** Blurs NUM_PASSES times; the arrays are overwritten. */
        int[][] blurColumns(int[][] rows) {
            int[][] from = rows;
            int[][] to = new int[rows.length][rows[0].length];
            for (int pass = 0; pass < NUM_PASSES; pass++) {
                blurColumns(from, to);
                int[][] free = from;
                from = to;
                to = free;
            }
            return from;
        }

        /** Moves the box down the rows: a row enters the sum below, another leaves it above. */
        private void blurColumns(int[][] from, int[][] to) {
            int lastRow = from.length - 1;
            int[] sums = new int[from[0].length];
            for (int y = -radius - 1; y < radius; y++) { // the box around the row before the first
                add(sums, from[clamp(y, lastRow)]);
            }
            for (int y = 0; y <= lastRow; y++) {
                int[] above = from[clamp(y - radius - 1, lastRow)];
                move(sums, from[clamp(y + radius, lastRow)], above);
                weigh(sums, above, from[clamp(y + radius + 1, lastRow)], to[y]);
            }
        }

        private static void add(int[] sums, int[] row) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += row[i];
            }
        }

        private static void move(int[] sums, int[] entering, int[] leaving) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += entering[i] - leaving[i];
            }
        }

        private void weigh(int[] sums, int[] above, int[] below, int[] to) {
            int inner = innerWeight;
            int outer = outerWeight;
            for (int i = 0; i < sums.length; i++) {
                // Up to 255 * 2^24: the sum needs all 32 bits, unsigned.
                int sum = sums[i] * inner + (above[i] + below[i]) * outer + (1 << (PRECISION_BITS - 1));
                to[i] = sum >>> PRECISION_BITS;
            }
        }

        private static int clamp(int y, int lastRow) {
            return Math.max(0, Math.min(lastRow, y));
        }
    }
}

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
        int[] values = new int[image.rgb().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = image.rgb()[i] & 0xFF;
        }
        int[] turned = box.blurColumns(transposed(values, width, height), height * 3);
        int[] blurred = box.blurColumns(transposed(turned, height, width), width * 3);
        byte[] rgb = new byte[blurred.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) blurred[i];
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
    private static int[] transposed(int[] from, int width, int height) {
        int[] to = new int[from.length];
        for (int x = 0; x < width; x++) {
            int target = x * height * 3;
            for (int source = x * 3; source < from.length; source += width * 3) {
                to[target++] = from[source];
                to[target++] = from[source + 1];
                to[target++] = from[source + 2];
            }
        }
        return to;
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

        /** Blurs NUM_PASSES times; the array is overwritten. */
        int[] blurColumns(int[] values, int rowSize) {
            int[] from = values;
            int[] to = new int[values.length];
            for (int pass = 0; pass < NUM_PASSES; pass++) {
                blurColumns(from, to, rowSize);
                int[] free = from;
                from = to;
                to = free;
            }
            return from;
        }

        /** Moves the box down the rows: a row enters the sum below, another leaves it above. */
        private void blurColumns(int[] from, int[] to, int rowSize) {
            int lastRow = from.length / rowSize - 1;
            int[] sums = new int[rowSize];
            for (int y = -radius - 1; y < radius; y++) { // the box around the row before the first
                add(sums, from, clamp(y, lastRow) * rowSize);
            }
            for (int y = 0; y <= lastRow; y++) {
                int above = clamp(y - radius - 1, lastRow) * rowSize;
                int entering = clamp(y + radius, lastRow) * rowSize;
                int below = clamp(y + radius + 1, lastRow) * rowSize;
                int target = y * rowSize;
                for (int i = 0; i < rowSize; i++) {
                    sums[i] += from[entering + i] - from[above + i];
                }
                for (int i = 0; i < rowSize; i++) {
                    int outer = from[above + i] + from[below + i];
                    // Up to 255 * 2^24: the sum needs all 32 bits, unsigned.
                    int sum = sums[i] * innerWeight + outer * outerWeight + (1 << (PRECISION_BITS - 1));
                    to[target + i] = sum >>> PRECISION_BITS;
                }
            }
        }

        private static void add(int[] sums, int[] from, int offset) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += from[offset + i];
            }
        }

        private static int clamp(int y, int lastRow) {
            return Math.max(0, Math.min(lastRow, y));
        }
    }
}

package io.splitmask.datasets.transform;

import io.splitmask.data.Image;

/**
 * Blends an image with a poorer version of itself: poor + factor * (image - poor), cut to whole numbers and clipped to
 * 0..255. Factor 0 gives the poor version, 1 the image, above 1 the opposite of poor.
 *
 * @see "Pillow, src/PIL/ImageEnhance.py and src/libImaging/Blend.c"
 */
final class Enhancement {
    /** Of the 3 x 3 filter that makes an image less sharp: 5 in the centre, 1 around it, over their sum. */
    private static final float CENTRE_WEIGHT = 5f / 13;

    private static final float OUTER_WEIGHT = 1f / 13;

    private static final int MAX = 255;

    private Enhancement() {}

    /** Blends with black. */
    static Image brightness(Image image, double factor) {
        Blend blend = new Blend(factor);
        return Levels.map(image, v -> blend.of(0, v));
    }

    /** Blends with the mean grey. */
    static Image contrast(Image image, double factor) {
        Blend blend = new Blend(factor);
        int mean = Greyscale.mean(image);
        return Levels.map(image, v -> blend.of(mean, v));
    }

    /** Blends with the image without colour. */
    static Image saturation(Image image, double factor) {
        Blend blend = new Blend(factor);
        byte[] from = image.rgb();
        byte[] to = new byte[from.length];
        for (int i = 0; i < from.length; i += 3) {
            int grey = Greyscale.at(from, i);
            to[i] = (byte) blend.of(grey, from[i] & 0xFF);
            to[i + 1] = (byte) blend.of(grey, from[i + 1] & 0xFF);
            to[i + 2] = (byte) blend.of(grey, from[i + 2] & 0xFF);
        }
        return new Image(image.width(), image.height(), to);
    }

    /** Blends with a smoothed image, of which the outermost pixels are not smoothed. */
    static Image sharpness(Image image, double factor) {
        Blend blend = new Blend(factor);
        byte[] from = image.rgb();
        byte[] to = from.clone();
        int length = image.width() * 3;
        float[] values = new float[length];
        float[] smooth = new float[length];
        // Each row's part as an outer row of the filter; row y stands in line y modulo 3.
        float[][] outer = new float[3][length];
        for (int y = 0; y < image.height(); y++) {
            load(from, y * length, values);
            filter(values, OUTER_WEIGHT, outer[y % 3]);
            if (y >= 2) {
                int row = (y - 1) * length;
                load(from, row, values);
                filter(values, CENTRE_WEIGHT, smooth);
                sum(outer[y % 3], smooth, outer[(y - 2) % 3]);
                for (int i = 3; i < length - 3; i++) {
                    to[row + i] = (byte) blend.of((int) smooth[i], from[row + i] & 0xFF);
                }
            }
        }
        return new Image(image.width(), image.height(), to);
    }

    private static void load(byte[] rgb, int from, float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = rgb[from + i] & 0xFF;
        }
    }

    /** Filters a row with the outer weight, another in the middle, and the outer weight. */
    private static void filter(float[] values, float middleWeight, float[] sums) {
        for (int i = 3; i < values.length - 3; i++) {
            sums[i] = values[i - 3] * OUTER_WEIGHT + values[i] * middleWeight + values[i + 3] * OUTER_WEIGHT;
        }
    }

    /** Adds up from the lower row to the upper one: rounding depends on the order. */
    private static void sum(float[] lower, float[] middle, float[] upper) {
        for (int i = 0; i < middle.length; i++) {
            middle[i] = 0.5f + lower[i] + middle[i] + upper[i];
        }
    }

    /** Blends values; the products for all differences of two values are made beforehand. */
    private static final class Blend {
        private final float[] products = new float[2 * MAX + 1];

        Blend(double factor) {
            for (int difference = -MAX; difference <= MAX; difference++) {
                products[difference + MAX] = (float) factor * difference;
            }
        }

        /** Both values are in 0..255, and so is the result. */
        int of(int poor, int value) {
            int blended = (int) (poor + products[value - poor + MAX]);
            return Math.max(0, Math.min(MAX, blended));
        }
    }
}

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

    private Enhancement() {}

    /** Blends with black. */
    static Image brightness(Image image, double factor) {
        return Levels.map(image, v -> blend(0, v, (float) factor));
    }

    /** Blends with the mean grey. */
    static Image contrast(Image image, double factor) {
        int mean = Greyscale.mean(image);
        return Levels.map(image, v -> blend(mean, v, (float) factor));
    }

    /** Blends with the image without colour. */
    static Image saturation(Image image, double factor) {
        byte[] from = image.rgb();
        byte[] to = new byte[from.length];
        for (int i = 0; i < from.length; i += 3) {
            int grey = Greyscale.at(from, i);
            for (int c = i; c < i + 3; c++) {
                to[c] = (byte) blend(grey, from[c] & 0xFF, (float) factor);
            }
        }
        return new Image(image.width(), image.height(), to);
    }

    /** Blends with a smoothed image, of which the outermost pixels are not smoothed. */
    static Image sharpness(Image image, double factor) {
        byte[] from = image.rgb();
        byte[] to = from.clone();
        int rowBytes = image.width() * 3;
        for (int y = 1; y < image.height() - 1; y++) {
            for (int i = y * rowBytes + 3; i < (y + 1) * rowBytes - 3; i++) {
                // From the lower row to the upper one, and from the left to the right: rounding depends on it.
                float smooth = 0.5f;
                smooth += outer(from, i + rowBytes, OUTER_WEIGHT);
                smooth += outer(from, i, CENTRE_WEIGHT);
                smooth += outer(from, i - rowBytes, OUTER_WEIGHT);
                to[i] = (byte) blend((int) smooth, from[i] & 0xFF, (float) factor);
            }
        }
        return new Image(image.width(), image.height(), to);
    }

    private static float outer(byte[] rgb, int i, float middleWeight) {
        return (rgb[i - 3] & 0xFF) * OUTER_WEIGHT + (rgb[i] & 0xFF) * middleWeight + (rgb[i + 3] & 0xFF) * OUTER_WEIGHT;
    }

    private static int blend(int poor, int value, float factor) {
        int blended = (int) (poor + factor * (value - poor));
        return Math.max(0, Math.min(255, blended));
    }
}

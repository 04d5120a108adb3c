package io.splitmask.datasets.transform;

import io.splitmask.data.Image;

/** Turns 8-bit RGB into floats: (v / 255 - mean) / std per channel, channels first. */
public final class Normalization {
    /** Mean and standard deviation of ImageNet's training images: .485 .456 .406 and .229 .224 .225. */
    public static final Normalization IMAGENET =
            new Normalization(new double[] {0.485, 0.456, 0.406}, new double[] {0.229, 0.224, 0.225});
    /** Mean and standard deviation of .5: values from -1 to 1. */
    public static final Normalization INCEPTION =
            new Normalization(new double[] {0.5, 0.5, 0.5}, new double[] {0.5, 0.5, 0.5});

    private static final int LEVELS = 256;

    private final double[] mean;
    private final double[] std;
    private final float[][] values = new float[3][LEVELS];

    /**
     * Uses the statistics of another collection.
     *
     * @param mean red, green, blue, in 0..1
     * @param std red, green, blue, above 0
     */
    public Normalization(double[] mean, double[] std) {
        if (mean.length != 3 || std.length != 3) {
            throw new IllegalArgumentException(
                    "normalisation: expected 3 means and 3 deviations, got " + mean.length + " and " + std.length);
        }
        this.mean = mean.clone();
        this.std = std.clone();
        for (int c = 0; c < 3; c++) {
            if (!(std[c] > 0) || !Double.isFinite(mean[c])) {
                throw new IllegalArgumentException("normalisation of channel " + c
                        + ": expected a finite mean and a deviation above 0, got " + mean[c] + " and " + std[c]);
            }
            for (int v = 0; v < LEVELS; v++) {
                values[c][v] = (float) ((v / 255.0 - mean[c]) / std[c]);
            }
        }
    }

    /** Returns the means of red, green and blue, in 0..1; a copy. */
    public double[] mean() {
        return mean.clone();
    }

    /** Returns the standard deviations of red, green and blue; a copy. */
    public double[] std() {
        return std.clone();
    }

    /** Returns the mean as a colour, rounded to 8 bits: what becomes about 0. */
    public Colour meanColour() {
        return new Colour(level(mean[0]), level(mean[1]), level(mean[2]));
    }

    private static int level(double value) {
        return (int) Math.max(0, Math.min(255, Math.rint(value * 255)));
    }

    /** Returns [3, Hi, Wi], row-major. */
    public float[] apply(Image image) {
        int numPixels = image.width() * image.height();
        byte[] rgb = image.rgb();
        float[] pixels = new float[3 * numPixels];
        float[] red = values[0];
        float[] green = values[1];
        float[] blue = values[2];
        int from = 0;
        for (int i = 0; i < numPixels; i++) {
            pixels[i] = red[rgb[from] & 0xFF];
            pixels[numPixels + i] = green[rgb[from + 1] & 0xFF];
            pixels[2 * numPixels + i] = blue[rgb[from + 2] & 0xFF];
            from += 3;
        }
        return pixels;
    }

    /**
     * Turns normalised pixels back into a picture, for reports; values out of range are clipped.
     *
     * @param pixels [3, Hi, Wi], row-major
     */
    public Image invert(float[] pixels, int width, int height) {
        int numPixels = width * height;
        if (pixels.length != 3 * numPixels) {
            throw new IllegalArgumentException("normalisation: expected 3 x " + height + " x " + width + " = "
                    + 3 * numPixels + " values, got " + pixels.length);
        }
        byte[] rgb = new byte[pixels.length];
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < numPixels; i++) {
                double value = (pixels[c * numPixels + i] * std[c] + mean[c]) * 255;
                rgb[3 * i + c] = (byte) Math.max(0, Math.min(255, Math.round(value)));
            }
        }
        return new Image(width, height, rgb);
    }
}

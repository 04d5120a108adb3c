package io.splitmask.datasets.transform;

import io.splitmask.data.Image;

/**
 * Removes colour: grey = (299 R + 587 G + 114 B) / 1000 in 16-bit fixed point, as ITU-R 601.
 *
 * @see "Pillow, src/libImaging/Convert.c, L24"
 */
final class Greyscale {
    private static final int RED = 19595;
    private static final int GREEN = 38470;
    private static final int BLUE = 7471;
    private static final int HALF = 1 << 15;

    private Greyscale() {}

    /** Returns the grey value of the pixel whose red stands at an offset: 0..255. */
    static int at(byte[] rgb, int offset) {
        return ((rgb[offset] & 0xFF) * RED + (rgb[offset + 1] & 0xFF) * GREEN + (rgb[offset + 2] & 0xFF) * BLUE + HALF)
                >> 16;
    }

    /** Returns the grey value of each pixel in all three channels. */
    static Image apply(Image image) {
        byte[] from = image.rgb();
        byte[] to = new byte[from.length];
        for (int i = 0; i < from.length; i += 3) {
            byte grey = (byte) at(from, i);
            to[i] = grey;
            to[i + 1] = grey;
            to[i + 2] = grey;
        }
        return new Image(image.width(), image.height(), to);
    }

    /** Returns the mean grey value, rounded, halves up. */
    static int mean(Image image) {
        long sum = 0;
        for (int i = 0; i < image.rgb().length; i += 3) {
            sum += at(image.rgb(), i);
        }
        return (int) ((double) sum / (image.rgb().length / 3) + 0.5);
    }
}

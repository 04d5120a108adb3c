package io.splitmask.datasets.transform;

import io.splitmask.data.Image;

/**
 * Turns all hues on the colour wheel, by way of hue, saturation and value of 8 bits each. Divisions are looked up in
 * tables.
 *
 * @see "Pillow, src/libImaging/Convert.c, rgb2hsv and hsv2rgb"
 */
final class HueShift {
    /** Saturation of [highest value, its distance from the lowest]. */
    private static final byte[] SATURATIONS = new byte[1 << 16];

    /** Hue of [which channels are highest and lowest, distance of the lowest, of the middle one from the highest]. */
    private static final byte[] HUES = new byte[6 << 16];

    /** Sector of the wheel by hue, and the place within the sector. */
    private static final int[] SECTORS = new int[256];

    private static final float[] WITHIN = new float[256];

    static {
        for (int max = 1; max < 256; max++) {
            for (int range = 1; range <= max; range++) {
                SATURATIONS[max << 8 | range] = (byte) (int) (((float) range / max) * 255.0);
            }
        }
        for (int range = 1; range < 256; range++) {
            for (int distance = 0; distance <= range; distance++) {
                int index = range << 8 | distance;
                int low = 255 - range;
                int middle = 255 - distance;
                HUES[index] = (byte) hue(255, low, middle);
                HUES[1 << 16 | index] = (byte) hue(255, middle, low);
                HUES[2 << 16 | index] = (byte) hue(low, 255, middle);
                HUES[3 << 16 | index] = (byte) hue(middle, 255, low);
                HUES[4 << 16 | index] = (byte) hue(low, middle, 255);
                HUES[5 << 16 | index] = (byte) hue(middle, low, 255);
            }
        }
        for (int hue = 0; hue < 256; hue++) {
            double sixths = hue * 6.0 / 255.0;
            SECTORS[hue] = (int) sixths % 6;
            WITHIN[hue] = (float) (sixths - (int) sixths);
        }
    }

    private HueShift() {}

    /**
     * Turns by a share of the wheel.
     *
     * @param share -0.5..0.5; cut to a whole number of 1/255
     */
    static Image apply(Image image, double share) {
        int shift = (int) (share * 255);
        byte[] from = image.rgb();
        byte[] to = new byte[from.length];
        for (int i = 0; i < from.length; i += 3) {
            int red = from[i] & 0xFF;
            int green = from[i + 1] & 0xFF;
            int blue = from[i + 2] & 0xFF;
            int max = Math.max(red, Math.max(green, blue));
            int min = Math.min(red, Math.min(green, blue));
            int saturation = SATURATIONS[max << 8 | max - min] & 0xFF;
            if (saturation == 0) {
                set(to, i, max, max, max);
            } else {
                int hue = HUES[hueIndex(red, green, blue, max, min)] + shift & 0xFF;
                write(to, i, hue, saturation, max);
            }
        }
        return new Image(image.width(), image.height(), to);
    }

    private static int hueIndex(int red, int green, int blue, int max, int min) {
        int channels;
        int middle;
        if (red == max) {
            channels = green == min ? 0 : 1;
            middle = green == min ? blue : green;
        } else if (green == max) {
            channels = red == min ? 2 : 3;
            middle = red == min ? blue : red;
        } else {
            channels = red == min ? 4 : 5;
            middle = red == min ? green : red;
        }
        return channels << 16 | max - min << 8 | max - middle;
    }

    /** Returns 0..255 for the way from red over green and blue back to red; the highest value is 255. */
    private static int hue(int red, int green, int blue) {
        int range = 255 - Math.min(red, Math.min(green, blue));
        float fromRed = (float) (255 - red) / range;
        float fromGreen = (float) (255 - green) / range;
        float fromBlue = (float) (255 - blue) / range;
        float sixths;
        if (red == 255) {
            sixths = fromBlue - fromGreen;
        } else if (green == 255) {
            sixths = (float) (2.0 + fromRed - fromBlue);
        } else {
            sixths = (float) (4.0 + fromGreen - fromRed);
        }
        double turns = sixths / 6.0 + 1.0;
        return (int) ((float) (turns >= 1 ? turns - 1 : turns) * 255.0);
    }

    private static void write(byte[] to, int i, int hue, int saturation, int value) {
        float within = WITHIN[hue];
        float share = (float) (saturation / 255.0);
        int low = round(value * (1.0 - share));
        int falling = round(value * (1.0 - share * within));
        int rising = round(value * (1.0 - share * (1.0 - within)));
        switch (SECTORS[hue]) {
            case 0 -> set(to, i, value, rising, low);
            case 1 -> set(to, i, falling, value, low);
            case 2 -> set(to, i, low, value, rising);
            case 3 -> set(to, i, low, falling, value);
            case 4 -> set(to, i, rising, low, value);
            default -> set(to, i, value, low, falling);
        }
    }

    private static int round(double x) {
        return (int) (x + 0.5);
    }

    private static void set(byte[] to, int i, int red, int green, int blue) {
        to[i] = (byte) red;
        to[i + 1] = (byte) green;
        to[i + 2] = (byte) blue;
    }
}

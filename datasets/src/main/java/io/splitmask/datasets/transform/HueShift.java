package io.splitmask.datasets.transform;

import io.splitmask.data.Image;

/**
 * Turns all hues on the colour wheel, by way of hue, saturation and value of 8 bits each.
 *
 * @see "Pillow, src/libImaging/Convert.c, rgb2hsv and hsv2rgb"
 */
final class HueShift {
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
            int saturation = max == min ? 0 : (int) (((float) (max - min) / max) * 255.0);
            if (saturation == 0) {
                to[i] = (byte) max;
                to[i + 1] = (byte) max;
                to[i + 2] = (byte) max;
            } else {
                int hue = hue(red, green, blue, max, max - min) + shift & 0xFF;
                write(to, i, hue, saturation, max);
            }
        }
        return new Image(image.width(), image.height(), to);
    }

    /** Returns 0..255 for the way from red over green and blue back to red. */
    private static int hue(int red, int green, int blue, int max, int range) {
        float fromRed = (float) (max - red) / range;
        float fromGreen = (float) (max - green) / range;
        float fromBlue = (float) (max - blue) / range;
        float sixths;
        if (red == max) {
            sixths = fromBlue - fromGreen;
        } else if (green == max) {
            sixths = (float) (2.0 + fromRed - fromBlue);
        } else {
            sixths = (float) (4.0 + fromGreen - fromRed);
        }
        double turns = sixths / 6.0 + 1.0;
        return (int) ((float) (turns >= 1 ? turns - 1 : turns) * 255.0);
    }

    private static void write(byte[] to, int i, int hue, int saturation, int value) {
        double sixths = hue * 6.0 / 255.0;
        int sector = (int) sixths;
        float within = (float) (sixths - sector);
        float share = (float) (saturation / 255.0);
        int low = round(value * (1.0 - share));
        int falling = round(value * (1.0 - share * within));
        int rising = round(value * (1.0 - share * (1.0 - within)));
        switch (sector % 6) {
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

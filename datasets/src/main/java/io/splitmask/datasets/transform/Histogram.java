package io.splitmask.datasets.transform;

import io.splitmask.data.Image;
import java.util.Arrays;

/**
 * Changes that depend on how often each value occurs in a channel.
 *
 * @see "Pillow, src/PIL/ImageOps.py, autocontrast and equalize"
 */
final class Histogram {
    private final int[] counts = new int[Levels.NUM_LEVELS];

    private Histogram(byte[] rgb, int channel) {
        for (int i = channel; i < rgb.length; i += 3) {
            counts[rgb[i] & 0xFF]++;
        }
    }

    /** Stretches each channel so that its lowest value becomes 0 and its highest 255. */
    static Image autoContrast(Image image) {
        byte[] to = new byte[image.rgb().length];
        for (int channel = 0; channel < 3; channel++) {
            map(image.rgb(), to, channel, new Histogram(image.rgb(), channel).stretched());
        }
        return new Image(image.width(), image.height(), to);
    }

    /** Makes all values of each channel about equally frequent. */
    static Image equalise(Image image) {
        byte[] to = new byte[image.rgb().length];
        for (int channel = 0; channel < 3; channel++) {
            map(image.rgb(), to, channel, new Histogram(image.rgb(), channel).equalised());
        }
        return new Image(image.width(), image.height(), to);
    }

    private static void map(byte[] from, byte[] to, int channel, byte[] table) {
        for (int i = channel; i < from.length; i += 3) {
            to[i] = table[from[i] & 0xFF];
        }
    }

    private byte[] stretched() {
        int low = lowest();
        int high = highest();
        if (high <= low) {
            return unchanged();
        }
        double scale = 255.0 / (high - low);
        double offset = -low * scale;
        byte[] table = new byte[Levels.NUM_LEVELS];
        for (int v = 0; v < table.length; v++) {
            table[v] = (byte) Math.max(0, Math.min(255, (int) (v * scale + offset)));
        }
        return table;
    }

    private byte[] equalised() {
        // Only what lies below the highest value counts, so that this one can become 255.
        int step = (Arrays.stream(counts).sum() - counts[highest()]) / 255;
        if (step == 0) {
            return unchanged();
        }
        byte[] table = new byte[Levels.NUM_LEVELS];
        int numBelow = step / 2;
        for (int v = 0; v < table.length; v++) {
            table[v] = (byte) Math.min(255, numBelow / step);
            numBelow += counts[v];
        }
        return table;
    }

    private int lowest() {
        int v = 0;
        while (counts[v] == 0) {
            v++;
        }
        return v;
    }

    private int highest() {
        int v = Levels.NUM_LEVELS - 1;
        while (counts[v] == 0) {
            v--;
        }
        return v;
    }

    private static byte[] unchanged() {
        byte[] table = new byte[Levels.NUM_LEVELS];
        for (int v = 0; v < table.length; v++) {
            table[v] = (byte) v;
        }
        return table;
    }
}

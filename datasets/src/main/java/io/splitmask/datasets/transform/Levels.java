package io.splitmask.datasets.transform;

import io.splitmask.data.Image;
import java.util.function.IntUnaryOperator;

/** Changes of each value by itself, the same in all channels and at all places. */
final class Levels {
    /** 0..255. */
    static final int NUM_LEVELS = 256;

    private Levels() {}

    /** Inverts the values from a threshold on; 256 and above changes nothing, 0 inverts all. */
    static Image solarise(Image image, int threshold) {
        return map(image, v -> v < threshold ? v : 255 - v);
    }

    /** Adds to the values below 128, up to 255. */
    static Image solariseAdd(Image image, int amount) {
        return map(image, v -> v < 128 ? Math.min(255, v + amount) : v);
    }

    /** Keeps the highest bits, 0..8, and clears the others. */
    static Image posterise(Image image, int bits) {
        int mask = -(1 << (8 - bits));
        return bits >= 8 ? image : map(image, v -> v & mask);
    }

    /** Makes a negative. */
    static Image invert(Image image) {
        return map(image, v -> 255 - v);
    }

    /** Replaces each value by what the function gives for it, of which the lowest 8 bits count. */
    static Image map(Image image, IntUnaryOperator function) {
        byte[] table = new byte[NUM_LEVELS];
        for (int v = 0; v < NUM_LEVELS; v++) {
            table[v] = (byte) function.applyAsInt(v);
        }
        byte[] from = image.rgb();
        byte[] to = new byte[from.length];
        for (int i = 0; i < from.length; i++) {
            to[i] = table[from[i] & 0xFF];
        }
        return new Image(image.width(), image.height(), to);
    }
}

package io.splitmask.datasets.format;

import io.splitmask.data.Image;

/** Turns and mirrors stored pixels so that the picture stands upright. */
final class Orientation {
    private Orientation() {}

    /**
     * Applies an EXIF orientation.
     *
     * @param stored Hi rows of Wi pixels as in the file
     * @param orientation 1..8; 5..8 swap width and height
     */
    static Image upright(Image stored, int orientation) {
        if (orientation == 1) {
            return stored;
        }
        boolean swapped = orientation >= 5;
        int width = swapped ? stored.height() : stored.width();
        int height = swapped ? stored.width() : stored.height();
        boolean mirrorX = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean mirrorY = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        byte[] from = stored.rgb();
        byte[] to = new byte[from.length];
        int target = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int storedX = swapped ? y : x;
                int storedY = swapped ? x : y;
                storedX = mirrorX ? stored.width() - 1 - storedX : storedX;
                storedY = mirrorY ? stored.height() - 1 - storedY : storedY;
                int source = (storedY * stored.width() + storedX) * 3;
                to[target++] = from[source];
                to[target++] = from[source + 1];
                to[target++] = from[source + 2];
            }
        }
        return new Image(width, height, to);
    }
}

package io.splitmask.datasets;

/**
 * A class for each pixel of an image.
 *
 * @param width Wi in pixels
 * @param height Hi in pixels
 * @param classes Hi * Wi values, unsigned, row by row from the top left; 0 is none, k is class k - 1
 */
public record SegmentationMask(int width, int height, byte[] classes) {
    /** Checks the size. */
    public SegmentationMask {
        if (classes.length != (long) width * height) {
            throw new IllegalArgumentException(
                    "mask " + width + " x " + height + " needs as many values, got " + classes.length);
        }
    }
}

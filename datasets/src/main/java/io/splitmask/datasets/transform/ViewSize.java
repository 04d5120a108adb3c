package io.splitmask.datasets.transform;

/**
 * The size of a view that a transform makes.
 *
 * @param imageSize Hi = Wi in pixels
 * @param half whether there are half-resolution pixels of the same crop
 */
public record ViewSize(int imageSize, boolean half) {
    private static final int CHANNELS = 3;

    /** A view without half-resolution pixels. */
    public static ViewSize whole(int imageSize) {
        return new ViewSize(imageSize, false);
    }

    /** A view with half-resolution pixels. */
    public static ViewSize withHalf(int imageSize) {
        return new ViewSize(imageSize, true);
    }

    /** Returns how many values a view of one image has. */
    public int numValues() {
        return Math.multiplyExact(CHANNELS, Math.multiplyExact(imageSize, imageSize));
    }

    /** Returns how many values the half-resolution pixels of one image have, 0 if there are none. */
    public int numHalfValues() {
        return half ? CHANNELS * (imageSize / 2) * (imageSize / 2) : 0;
    }
}

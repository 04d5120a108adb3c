package io.splitmask.data;

/**
 * A crop of one image, or of each image of a batch, ready to upload. Pixels are normalised by the mean and standard
 * deviation of the recipe. B is 1 for one image.
 *
 * @param imageSize Hi = Wi in pixels
 * @param pixels [B, 3, Hi, Wi], row-major; not copied
 * @param halfPixels [B, 3, Hi/2, Wi/2] of the same crops, for tokenizers; empty if not asked for; not copied
 */
public record View(int imageSize, float[] pixels, float[] halfPixels) {
    private static final int CHANNELS = 3;
    private static final float[] NONE = new float[0];

    /**
     * Checks the lengths.
     *
     * @throws IllegalArgumentException if these are not whole images, or not as many at half size
     */
    public View {
        if (imageSize < 1 || pixels.length % perImage(imageSize) != 0) {
            throw new IllegalArgumentException("view: expected images of 3 x " + imageSize + " x " + imageSize
                    + " values, got " + pixels.length + " values");
        }
        long numImages = pixels.length / perImage(imageSize);
        int halfSize = imageSize / 2;
        if (halfPixels.length > 0 && halfPixels.length != numImages * perImage(halfSize)) {
            throw new IllegalArgumentException("view: expected " + numImages + " images of 3 x " + halfSize + " x "
                    + halfSize + " values at half size, or none, got " + halfPixels.length + " values");
        }
    }

    private static long perImage(int side) {
        return (long) CHANNELS * side * side;
    }

    /** Makes a view without half-resolution pixels. @throws IllegalArgumentException as the constructor */
    public static View of(int imageSize, float[] pixels) {
        return new View(imageSize, pixels, NONE);
    }

    /** Returns B. */
    public int numImages() {
        return (int) (pixels.length / perImage(imageSize));
    }

    /** Returns whether there are half-resolution pixels. */
    public boolean hasHalfPixels() {
        return halfPixels.length > 0;
    }
}

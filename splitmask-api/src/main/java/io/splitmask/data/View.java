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
    private static final float[] NONE = new float[0];

    /** Makes a view without half-resolution pixels. */
    public static View of(int imageSize, float[] pixels) {
        return new View(imageSize, pixels, NONE);
    }

    /** Returns whether there are half-resolution pixels. */
    public boolean hasHalfPixels() {
        return halfPixels.length > 0;
    }
}

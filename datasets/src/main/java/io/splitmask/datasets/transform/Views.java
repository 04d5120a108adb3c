package io.splitmask.datasets.transform;

/** What a transform makes of one image. */
public final class Views {
    private final float[] pixels;
    private final float[] halfPixels;

    /** A view in full resolution only; for the array see {@link #pixels}. */
    public Views(float[] pixels) {
        this(pixels, new float[0]);
    }

    /** Takes arrays, not copied, as {@link #pixels} and {@link #halfPixels} describe them. */
    public Views(float[] pixels, float[] halfPixels) {
        this.pixels = pixels;
        this.halfPixels = halfPixels;
    }

    /** Returns [3, Hi, Wi], normalised, row-major; not a copy. */
    public float[] pixels() {
        return pixels;
    }

    /** Returns [3, Hi/2, Wi/2] of the same crop, not a copy; empty if the transform makes none. */
    public float[] halfPixels() {
        return halfPixels;
    }
}

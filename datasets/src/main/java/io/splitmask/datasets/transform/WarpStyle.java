package io.splitmask.datasets.transform;

/**
 * How pixels are looked up when an image is turned, sheared or moved.
 *
 * @param resampling bilinear or bicubic
 * @param fill colour of what comes from outside the image
 */
public record WarpStyle(Resampling resampling, Colour fill) {
    /** Bicubic, filled with ImageNet's mean colour (124, 116, 104). */
    public static final WarpStyle IMAGENET = new WarpStyle(Resampling.BICUBIC, Normalization.IMAGENET.meanColour());

    /** Checks the interpolation. */
    public WarpStyle {
        if (resampling == Resampling.LANCZOS) {
            throw new IllegalArgumentException("warp: expected BILINEAR or BICUBIC, got " + resampling);
        }
    }
}

package io.splitmask.datasets.transform;

/**
 * What a transform makes of one image.
 *
 * @param pixels [3, Hi, Wi], normalised, row-major
 * @param halfPixels [3, Hi/2, Wi/2] of the same crop; empty if the transform makes none
 */
public record Views(float[] pixels, float[] halfPixels) {}

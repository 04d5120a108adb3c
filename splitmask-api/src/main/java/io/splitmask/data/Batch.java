package io.splitmask.data;

/**
 * A batch on the host, ready to upload. Pixels are normalised by the mean and standard deviation of the recipe.
 *
 * @param size B
 * @param imageSize Hi = Wi in pixels
 * @param pixels [B, 3, Hi, Wi], row-major
 * @param halfPixels [B, 3, Hi/2, Wi/2] of the same crops, for tokenizers; empty if not asked for
 * @param labels [B], {@link ImageDataset#UNLABELLED} where there is none
 * @param indices [B], positions in the data set
 */
public record Batch(int size, int imageSize, float[] pixels, float[] halfPixels, int[] labels, int[] indices) {}

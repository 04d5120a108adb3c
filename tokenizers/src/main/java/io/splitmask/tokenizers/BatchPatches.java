package io.splitmask.tokenizers;

import io.splitmask.config.Problems;
import io.splitmask.data.Batch;
import io.splitmask.nn.VisionTransformer;

/**
 * The patches of the half-resolution images of a batch, on the host: those that a tokenizer of this patch size sees. A
 * patch's values are in the order channel, row, column.
 */
public final class BatchPatches {
    /**
     * Root mean square below which a patch has no direction of its own: {@value}. Half a grey level of an 8-bit image
     * normalised by a deviation of about 0.23; below it the direction is one of rounding.
     */
    public static final double LEAST_CONTRAST = 0.01;

    private final Batch batch;
    private final int patchSize;
    private final int imageSize;
    private final int grid;

    /**
     * Looks at a batch.
     *
     * @param patchSize P in pixels of the half-resolution image
     * @throws IllegalArgumentException if the batch has no half-resolution images, or P does not divide their side
     */
    public BatchPatches(Batch batch, int patchSize) {
        this.batch = batch;
        this.patchSize = patchSize;
        this.imageSize = batch.view(0).imageSize() / 2;
        Problems.of("BatchPatches")
                .atLeast(1, "patchSize", patchSize)
                .require(
                        batch.view(0).halfPixels().length
                                == (long) batch.size() * VisionTransformer.CHANNELS * imageSize * imageSize,
                        "expected " + batch.size() + " half-resolution images of " + VisionTransformer.CHANNELS + " x "
                                + imageSize + " x " + imageSize + " pixels, got "
                                + batch.view(0).halfPixels().length
                                + " values")
                .require(
                        patchSize > 0 && imageSize % patchSize == 0,
                        "expected a patch size that divides the " + imageSize
                                + " pixels of the half-resolution image, got " + patchSize)
                .throwIfAny();
        this.grid = imageSize / patchSize;
    }

    /** Returns B. */
    public int numImages() {
        return batch.size();
    }

    /** Returns N, the patches of an image. */
    public int perImage() {
        return grid * grid;
    }

    /** Returns the number of values in a patch, 3*P*P. */
    public int width() {
        return Codebook.width(patchSize);
    }

    /** Returns whether a patch that was copied here differs enough from mean grey to have a direction. */
    public boolean hasDirection(float[] values, int offset) {
        double squares = 0;
        for (int i = offset; i < offset + width(); i++) {
            squares += (double) values[i] * values[i];
        }
        return squares >= LEAST_CONTRAST * LEAST_CONTRAST * width();
    }

    /**
     * Copies a patch.
     *
     * @param image 0..B-1
     * @param patch 0..N-1, row by row
     * @param target gets 3*P*P values from {@code offset} on
     */
    public void copy(int image, int patch, float[] target, int offset) {
        int top = patch / grid * patchSize;
        int left = patch % grid * patchSize;
        int to = offset;
        for (int channel = 0; channel < VisionTransformer.CHANNELS; channel++) {
            for (int row = top; row < top + patchSize; row++) {
                int from = ((image * VisionTransformer.CHANNELS + channel) * imageSize + row) * imageSize + left;
                System.arraycopy(batch.view(0).halfPixels(), from, target, to, patchSize);
                to += patchSize;
            }
        }
    }
}

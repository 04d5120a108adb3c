package io.splitmask.data;

import io.splitmask.tensor.Tensor;

/** Turns each patch of an image into a visual word. */
public interface Tokenizer {
    /** Returns V, the number of words. */
    int vocabulary();

    /** Returns the side of a token patch in pixels of the half-resolution image. */
    int patchSize();

    /**
     * Tokenises images.
     *
     * @param halfImages [B, 3, Hi/2, Wi/2], normalised; the patch size must divide both sides
     * @return INT32 [B, N], each in 0..V-1, patches row by row; owned by the current scope
     */
    Tensor tokens(Tensor halfImages);

    /** Returns the words as pictures [V, 3, patchSize, patchSize] in normalised pixels, row-major, for reports. */
    float[] wordPictures();
}

package io.splitmask.method;

import io.splitmask.data.Batch;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;

/**
 * A batch on the device.
 *
 * @param images [B, 3, Hi, Wi], normalised
 * @param halfImages [B, 3, Hi/2, Wi/2] of the same crops, for tokenizers
 */
public record ImageBatch(Tensor images, Tensor halfImages) {
    /** Uploads a batch; the tensors belong to the innermost scope. */
    public static ImageBatch upload(Backend backend, Batch batch) {
        int side = batch.imageSize();
        return new ImageBatch(
                Tensor.of(backend, batch.pixels(), batch.size(), 3, side, side),
                Tensor.of(backend, batch.halfPixels(), batch.size(), 3, side / 2, side / 2));
    }
}

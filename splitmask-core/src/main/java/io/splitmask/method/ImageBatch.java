package io.splitmask.method;

import io.splitmask.data.Batch;
import io.splitmask.data.View;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;

/** A batch that goes to the device view by view, when a method asks for it. */
public final class ImageBatch {
    private final Backend backend;
    private final Batch batch;

    /** Creates a batch; nothing is uploaded yet. */
    public ImageBatch(Backend backend, Batch batch) {
        this.backend = backend;
        this.batch = batch;
    }

    /** Returns B. */
    public int size() {
        return batch.size();
    }

    /** Returns how many views of every image there are. */
    public int numViews() {
        return batch.views().size();
    }

    /** Returns the labels [B], {@link io.splitmask.data.ImageDataset#UNLABELLED} where there is none. */
    public int[] labels() {
        return batch.labels();
    }

    /** Returns the positions of the images in the data set, [B]. */
    public int[] indices() {
        return batch.indices();
    }

    /**
     * Uploads the first view.
     *
     * @return [B, 3, Hi, Wi], normalised, owned by the innermost scope
     */
    public Tensor images() {
        return images(0);
    }

    /**
     * Uploads a view.
     *
     * @param view from 0
     * @return [B, 3, Hi, Wi], normalised, owned by the innermost scope
     */
    public Tensor images(int view) {
        View uploaded = batch.view(view);
        return upload(uploaded.pixels(), uploaded.imageSize());
    }

    /**
     * Uploads the first view at half the resolution, for tokenizers.
     *
     * @return [B, 3, Hi/2, Wi/2] of the same crops, normalised, owned by the innermost scope
     * @throws IllegalStateException if the batch was made without
     */
    public Tensor halfImages() {
        View uploaded = batch.view(0);
        if (!uploaded.hasHalfPixels()) {
            throw new IllegalStateException("batch: expected half-resolution pixels for the tokenizer, got none; "
                    + "use a transform that makes them");
        }
        return upload(uploaded.halfPixels(), uploaded.imageSize() / 2);
    }

    private Tensor upload(float[] pixels, int side) {
        return Tensor.of(backend, pixels, batch.size(), VisionTransformer.CHANNELS, side, side);
    }
}

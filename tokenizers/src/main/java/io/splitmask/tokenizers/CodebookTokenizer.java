package io.splitmask.tokenizers;

import io.splitmask.autograd.Tape;
import io.splitmask.data.Tokenizer;
import io.splitmask.nn.PatchEmbedding;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;

/**
 * Gives every patch the nearest word of a codebook, the lowest of equals: the one with the largest dot product, or at
 * the smallest distance if the codebook's {@link Metric} says so. The patch itself is not normalised: that would not
 * change the choice by dot product. The words belong to the scope in which the tokenizer was made.
 *
 * @see "golden cases, section 12, tokenizer"
 */
public final class CodebookTokenizer implements Tokenizer {
    private final Codebook codebook;
    private final NearestWords nearest;

    /** Uploads the words. */
    public CodebookTokenizer(Backend backend, Codebook codebook) {
        this(backend, codebook, NearestWords.MAX_SCORES);
    }

    CodebookTokenizer(Backend backend, Codebook codebook, int maxScores) {
        this.codebook = codebook;
        this.nearest = new NearestWords(backend, codebook.metric(), codebook.vectors(), codebook.width(), maxScores);
    }

    @Override
    public int vocabulary() {
        return codebook.vocabulary();
    }

    @Override
    public int patchSize() {
        return codebook.patchSize();
    }

    @Override
    public Tensor tokens(Tensor halfImages) {
        Shape shape = halfImages.shape();
        if (shape.rank() != 4 || shape.dim(1) != VisionTransformer.CHANNELS) {
            throw new ShapeException(
                    "tokens",
                    "expected halfImages [B, " + VisionTransformer.CHANNELS + ", Hi/2, Wi/2], got " + shape,
                    shape);
        }
        return Tape.pause(() -> {
            try (TensorScope scope = TensorScope.open()) {
                Tensor patches = PatchEmbedding.patches(halfImages, codebook.patchSize());
                int batch = patches.dim(0);
                int numPatches = patches.dim(1);
                Tensor rows = patches.reshape(batch * numPatches, codebook.width());
                return scope.release(nearest.of(rows).reshape(batch, numPatches));
            }
        });
    }

    /**
     * Returns the words as pictures. A word of {@link Metric#COSINE} is only a direction, and is shown with the contrast
     * of a normalised image: at the length at which its pixels have a mean square of 1. Other words are pixels already.
     */
    @Override
    public float[] wordPictures() {
        float[] pictures = codebook.vectors();
        if (codebook.metric() == Metric.COSINE) {
            float contrast = (float) Math.sqrt(codebook.width());
            for (int i = 0; i < pictures.length; i++) {
                pictures[i] *= contrast;
            }
        }
        return pictures;
    }
}

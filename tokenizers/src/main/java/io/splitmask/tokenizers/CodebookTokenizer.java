package io.splitmask.tokenizers;

import io.splitmask.autograd.Tape;
import io.splitmask.data.Tokenizer;
import io.splitmask.nn.PatchEmbedding;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.spi.Backend;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives every patch the word with the largest dot product, the lowest of equals. The patch itself is not normalised:
 * that would not change the choice. The words belong to the scope in which the tokenizer was made.
 *
 * @see "golden cases, section 12, tokenizer"
 */
public final class CodebookTokenizer implements Tokenizer {
    /** Dot products that exist at once: {@value}, 64 MiB. */
    static final int MAX_SCORES = 1 << 24;

    private final Codebook codebook;
    private final Tensor words;
    private final int rowsAtOnce;

    /** Uploads the words. */
    public CodebookTokenizer(Backend backend, Codebook codebook) {
        this(backend, codebook, MAX_SCORES);
    }

    CodebookTokenizer(Backend backend, Codebook codebook, int maxScores) {
        this.codebook = codebook;
        this.words = Tensor.of(backend, codebook.vectors(), codebook.vocabulary(), codebook.width());
        this.rowsAtOnce = Math.max(1, maxScores / codebook.vocabulary());
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
                return scope.release(nearest(rows).reshape(batch, numPatches));
            }
        });
    }

    /** Returns INT32 [R] for rows [R, 3*P*P]. */
    private Tensor nearest(Tensor rows) {
        List<Tensor> chunks = new ArrayList<>();
        int start = 0;
        do {
            int stop = Math.min(rows.dim(0), start + rowsAtOnce);
            chunks.add(nearest(rows, start, stop));
            start = stop;
        } while (start < rows.dim(0));
        return chunks.size() == 1 ? chunks.get(0) : Tensor.concat(chunks, 0);
    }

    private Tensor nearest(Tensor rows, int start, int stop) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor scores = rows.slice(0, start, stop).matmul(words, MatmulSpec.NT);
            return scope.release(scores.argMax());
        }
    }

    /**
     * Returns the words as pictures, with the contrast of a normalised image: a word is only a direction, and is shown
     * at the length at which its pixels have a mean square of 1.
     */
    @Override
    public float[] wordPictures() {
        float[] pictures = codebook.vectors();
        float contrast = (float) Math.sqrt(codebook.width());
        for (int i = 0; i < pictures.length; i++) {
            pictures[i] *= contrast;
        }
        return pictures;
    }
}

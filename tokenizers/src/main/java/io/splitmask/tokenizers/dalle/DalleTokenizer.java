package io.splitmask.tokenizers.dalle;

import io.splitmask.autograd.Tape;
import io.splitmask.config.Problems;
import io.splitmask.data.Tokenizer;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives every 8 x 8 pixels of the half-resolution image the word to which DALL-E's encoder gives the largest logit, the
 * lowest of equals. It looks at one image at a time: at 112 x 112 pixels the published encoder takes 52 billion
 * floating-point operations and about 300 MB for one.
 *
 * @see "recipes, section 3.2; microsoft/unilm 768a3c8, beit/modeling_discrete_vae.py"
 */
public final class DalleTokenizer implements Tokenizer {
    /** DALL-E maps colours in 0..1 to {@code SLOPE x + EDGE}: away from the ends of the range. */
    private static final double SLOPE = 0.8;

    private static final double EDGE = 0.1;

    private final DalleEncoder encoder;
    private final Tensor scale;
    private final Tensor shift;

    /**
     * Prepares an encoder for normalised images, {@code (colour - mean) / std}; belongs to the scope in which it is made.
     *
     * @param mean of red, green and blue, in 0..1
     * @param std of red, green and blue, above 0
     */
    public DalleTokenizer(Backend backend, DalleEncoder encoder, double[] mean, double[] std) {
        Problems.of("DalleTokenizer")
                .require(
                        mean.length == VisionTransformer.CHANNELS && std.length == VisionTransformer.CHANNELS,
                        "expected mean and std of " + VisionTransformer.CHANNELS + " channels, got " + mean.length
                                + " and " + std.length)
                .throwIfAny();
        this.encoder = encoder;
        float[] scales = new float[mean.length];
        float[] shifts = new float[mean.length];
        for (int channel = 0; channel < mean.length; channel++) {
            scales[channel] = (float) (SLOPE * std[channel]);
            shifts[channel] = (float) (SLOPE * mean[channel] + EDGE);
        }
        this.scale = Tensor.of(backend, scales, scales.length, 1, 1);
        this.shift = Tensor.of(backend, shifts, shifts.length, 1, 1);
    }

    /** Returns the encoder. */
    public DalleEncoder encoder() {
        return encoder;
    }

    @Override
    public int vocabulary() {
        return encoder.config().vocabulary();
    }

    @Override
    public int patchSize() {
        return DalleEncoder.PATCH_SIZE;
    }

    /**
     * Computes the logits of the words.
     *
     * @param halfImages [B, 3, Hi/2, Wi/2], normalised
     * @return [B, V, Gh, Gw], owned by the current scope
     */
    Tensor logits(Tensor halfImages) {
        return encoder.logits(halfImages.multiply(scale).add(shift));
    }

    @Override
    public Tensor tokens(Tensor halfImages) {
        Shape shape = halfImages.shape();
        if (shape.rank() != 4
                || shape.dim(1) != VisionTransformer.CHANNELS
                || shape.dim(2) % patchSize() != 0
                || shape.dim(3) % patchSize() != 0) {
            throw new ShapeException(
                    "tokens",
                    "expected halfImages [B, " + VisionTransformer.CHANNELS + ", Hi/2, Wi/2] with sides that "
                            + patchSize() + " divides, got " + shape,
                    shape);
        }
        int numPatches = shape.dim(2) / patchSize() * (shape.dim(3) / patchSize());
        return Tape.pause(() -> {
            try (TensorScope scope = TensorScope.open()) {
                if (shape.dim(0) == 0) {
                    return scope.release(Tensor.ofInts(halfImages.backend(), new int[0], 0, numPatches));
                }
                List<Tensor> images = new ArrayList<>();
                for (int image = 0; image < shape.dim(0); image++) {
                    images.add(ofImage(halfImages, image, numPatches));
                }
                return scope.release(Tensor.concat(images, 0));
            }
        });
    }

    /** Returns [1, N]. */
    private Tensor ofImage(Tensor halfImages, int image, int numPatches) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor logits = logits(halfImages.slice(0, image, image + 1)).reshape(vocabulary(), numPatches);
            return scope.release(logits.transpose(0, 1).argMax().reshape(1, numPatches));
        }
    }

    /** Returns mean grey for every word: what a word looks like, only the decoder knows. */
    @Override
    public float[] wordPictures() {
        return new float[Math.multiplyExact(vocabulary(), VisionTransformer.CHANNELS * patchSize() * patchSize())];
    }
}

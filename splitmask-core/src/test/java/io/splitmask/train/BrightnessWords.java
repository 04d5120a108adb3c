package io.splitmask.train;

import io.splitmask.data.Tokenizer;
import io.splitmask.nn.PatchEmbedding;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;

/**
 * A tokenizer without a codebook: words are steps of a patch's mean brightness.
 *
 * @param offset brightness of the middle word
 */
public record BrightnessWords(Backend backend, int patchSize, float offset) implements Tokenizer {
    private static final int WORDS = 8;

    public BrightnessWords(Backend backend, int patchSize) {
        this(backend, patchSize, 0);
    }

    @Override
    public int vocabulary() {
        return WORDS;
    }

    @Override
    public Tensor tokens(Tensor halfImages) {
        Tensor means = PatchEmbedding.patches(halfImages, patchSize).mean(2);
        float[] brightness = means.toFloats();
        int[] words = new int[brightness.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = Math.max(0, Math.min(WORDS - 1, Math.round(2 * (brightness[i] - offset)) + WORDS / 2));
        }
        return Tensor.ofInts(backend, words, means.dim(0), means.dim(1));
    }

    @Override
    public float[] wordPictures() {
        float[] pictures = new float[WORDS * 3 * patchSize * patchSize];
        for (int i = 0; i < pictures.length; i++) {
            pictures[i] = offset + (i / (3 * patchSize * patchSize) - WORDS / 2) / 2f;
        }
        return pictures;
    }
}

package io.splitmask.tokenizers;

import io.splitmask.data.Tokenizer;
import io.splitmask.io.WeightsException;
import io.splitmask.io.WeightsFile;
import io.splitmask.io.WeightsFiles;
import io.splitmask.spi.Backend;
import io.splitmask.tokenizers.dalle.DalleTokenizer;
import io.splitmask.tokenizers.dalle.DalleWeights;
import java.io.IOException;
import java.nio.file.Path;

/** Opens tokenizers from files. */
public final class Tokenizers {
    private Tokenizers() {}

    /**
     * Opens the tokenizer that a file holds: a {@link Codebook} in safetensors, or the weights of DALL-E's encoder.
     *
     * @param mean of red, green and blue by which images are normalised, in 0..1
     * @param std of red, green and blue by which images are normalised
     * @return the tokenizer, owned by the current scope
     * @throws IOException if the file is missing or unreadable, or holds neither; the message names it
     */
    public static Tokenizer open(Backend backend, Path path, double[] mean, double[] std) throws IOException {
        boolean isCodebook;
        boolean isDalle;
        try (WeightsFile file = WeightsFiles.open(path)) {
            isCodebook = file.contains(Codebook.TENSOR);
            isDalle = DalleWeights.isIn(file);
        }
        if (isCodebook) {
            return new CodebookTokenizer(backend, Codebook.load(path));
        }
        if (isDalle) {
            return new DalleTokenizer(backend, DalleWeights.load(backend, path), mean, std);
        }
        throw new WeightsException(
                path,
                "expected a codebook (tensor '" + Codebook.TENSOR
                        + "') or the encoder of DALL-E (tensors 'blocks.input.w' and others), got neither");
    }
}

package io.splitmask.tokenizers;

import io.splitmask.data.Tokenizer;
import io.splitmask.io.SafetensorsException;
import io.splitmask.io.SafetensorsFile;
import io.splitmask.spi.Backend;
import io.splitmask.tokenizers.dalle.DalleTokenizer;
import io.splitmask.tokenizers.dalle.DalleWeights;
import java.io.IOException;
import java.nio.file.Path;

/** Opens tokenizers from files. */
public final class Tokenizers {
    private Tokenizers() {}

    /**
     * Opens the tokenizer that a safetensors file holds: a {@link Codebook}, or the weights of DALL-E's encoder.
     *
     * @param mean of red, green and blue by which images are normalised, in 0..1
     * @param std of red, green and blue by which images are normalised
     * @return the tokenizer, owned by the current scope
     * @throws IOException if the file is missing or unreadable, or holds neither; the message names it
     */
    public static Tokenizer open(Backend backend, Path path, double[] mean, double[] std) throws IOException {
        boolean isCodebook;
        boolean isDalle;
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            isCodebook = file.contains(Codebook.TENSOR);
            isDalle = DalleWeights.isIn(file);
        }
        if (isCodebook) {
            return new CodebookTokenizer(backend, Codebook.load(path));
        }
        if (isDalle) {
            return new DalleTokenizer(backend, DalleWeights.load(backend, path), mean, std);
        }
        throw new SafetensorsException(
                path,
                "expected a codebook (tensor '" + Codebook.TENSOR
                        + "') or the encoder of DALL-E (tensors 'blocks.input.w' and others), got neither");
    }
}

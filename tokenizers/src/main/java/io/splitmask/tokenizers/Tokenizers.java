package io.splitmask.tokenizers;

import io.splitmask.data.Tokenizer;
import io.splitmask.spi.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The tokenizers of this library, as files hold them. */
public final class Tokenizers {
    private static final TokenizerFiles FILES = new TokenizerFiles(formats());

    private Tokenizers() {}

    /** Returns the kinds of files: a {@link Codebook} in safetensors, and the weights of DALL-E's encoder. */
    public static List<TokenizerFormat> formats() {
        return List.of(KnownFormat.values());
    }

    /** Opens the tokenizer in a file of one of these kinds; see {@link TokenizerFiles#open}. */
    public static Tokenizer open(Backend backend, Path path, double[] mean, double[] std) throws IOException {
        return FILES.open(backend, path, mean, std);
    }
}

package io.splitmask.tokenizers;

import io.splitmask.data.Tokenizer;
import io.splitmask.io.WeightsFile;
import io.splitmask.spi.Backend;
import java.io.IOException;
import java.nio.file.Path;

/** A kind of file that holds a tokenizer. */
public interface TokenizerFormat {
    /** Returns what such a file is, and by which tensors it is known: for messages. */
    String description();

    /** Returns whether a file is of this kind. */
    boolean isIn(WeightsFile file);

    /**
     * Opens the tokenizer in a file of this kind.
     *
     * @param mean of red, green and blue by which images are normalised, in 0..1
     * @param std of red, green and blue by which images are normalised
     * @return the tokenizer, owned by the current scope
     * @throws IOException if the file cannot be read or is damaged; the message names it
     */
    Tokenizer open(Backend backend, Path path, double[] mean, double[] std) throws IOException;
}

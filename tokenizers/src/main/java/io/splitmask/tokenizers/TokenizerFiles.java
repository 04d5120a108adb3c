package io.splitmask.tokenizers;

import io.splitmask.data.Tokenizer;
import io.splitmask.io.WeightsException;
import io.splitmask.io.WeightsFile;
import io.splitmask.io.WeightsFiles;
import io.splitmask.spi.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Opens tokenizers from files of several kinds. */
public final class TokenizerFiles {
    private final List<TokenizerFormat> formats;

    /** Creates the opener. @param formats kinds of files, of which the first that fits is taken */
    public TokenizerFiles(Collection<? extends TokenizerFormat> formats) {
        this.formats = List.copyOf(formats);
    }

    /**
     * Opens the tokenizer that a file holds.
     *
     * @param mean of red, green and blue by which images are normalised, in 0..1
     * @param std of red, green and blue by which images are normalised
     * @return the tokenizer, owned by the current scope
     * @throws IOException if the file is missing or unreadable, or is of none of the kinds; the message names it
     */
    public Tokenizer open(Backend backend, Path path, double[] mean, double[] std) throws IOException {
        Optional<TokenizerFormat> found;
        try (WeightsFile file = WeightsFiles.open(path)) {
            found = formats.stream().filter(format -> format.isIn(file)).findFirst();
        }
        if (found.isEmpty()) {
            throw new WeightsException(
                    path,
                    "expected "
                            + formats.stream().map(TokenizerFormat::description).collect(Collectors.joining(" or "))
                            + ", got none of these");
        }
        return found.get().open(backend, path, mean, std);
    }
}

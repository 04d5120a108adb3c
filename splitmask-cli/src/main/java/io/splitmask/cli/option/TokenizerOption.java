package io.splitmask.cli.option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The file of the visual words that a method predicts. */
public final class TokenizerOption {
    @Option(
            names = "--tokenizer",
            paramLabel = "FILE",
            description = {
                "Visual words: a codebook of 'splitmask tokenizer fit', or the weights of DALL-E's encoder.",
                "Default: a random projection."
            })
    private @Nullable Path tokenizer;

    /** Returns the file; empty for a random projection. @throws UsageException if it does not exist */
    public Optional<Path> file() {
        if (tokenizer != null && !Files.exists(tokenizer)) {
            throw new UsageException("--tokenizer: " + MissingFile.message("file", tokenizer));
        }
        return Optional.ofNullable(tokenizer);
    }
}

package io.splitmask.cli.tokenizer;

import io.splitmask.cli.option.EngineOptions;
import io.splitmask.cli.option.MissingFile;
import io.splitmask.cli.option.PositiveInt;
import io.splitmask.cli.option.UsageException;
import io.splitmask.data.Tokenizer;
import io.splitmask.datasets.loader.LoaderOptions;
import io.splitmask.datasets.transform.Normalization;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.TensorScope;
import io.splitmask.tokenizers.TokenizerFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The tokenizer that is looked at, and at what size images are. */
final class InspectOptions {
    @Parameters(paramLabel = "FILE", description = "A codebook of 'tokenizer fit', or the weights of DALL-E's encoder.")
    private @Nullable Path file;

    @Option(
            names = "--image",
            paramLabel = "N",
            converter = PositiveInt.class,
            description = "Side of the images that the model will see, in pixels. Default: ${DEFAULT-VALUE}.")
    private int image = 224;

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    private final TokenizerFiles files;

    /** @param files opens tokenizers */
    InspectOptions(TokenizerFiles files) {
        this.files = files;
    }

    /** Does something with a tokenizer. */
    @FunctionalInterface
    interface Work<T> {
        /** Does it on the engine's thread. */
        T apply(Backend backend, Tokenizer tokenizer) throws Exception;
    }

    Path file() {
        Path given = Objects.requireNonNull(file);
        if (!Files.exists(given)) {
            throw new UsageException(MissingFile.message("file", given));
        }
        return given;
    }

    /** Returns Hi = Wi of the images to count words in. @throws UsageException if patches do not cover them */
    int image(Tokenizer tokenizer) {
        if (image % 2 != 0 || image / 2 % tokenizer.patchSize() != 0) {
            throw new UsageException("--image: expected a multiple of " + 2 * tokenizer.patchSize() + ", for words of "
                    + tokenizer.patchSize() + " pixels at half size, got " + image);
        }
        return image;
    }

    /** Returns how images are loaded. */
    LoaderOptions.Tuning loading() {
        return engine.loading();
    }

    /** Opens engine and tokenizer and does the work. */
    <T> T run(Work<T> work) throws Exception {
        Path path = file();
        try (Backend backend = engine.open()) {
            return backend.call(() -> {
                try (TensorScope scope = TensorScope.open()) {
                    Tokenizer tokenizer =
                            files.open(backend, path, Normalization.IMAGENET.mean(), Normalization.IMAGENET.std());
                    return work.apply(backend, tokenizer);
                }
            });
        }
    }
}

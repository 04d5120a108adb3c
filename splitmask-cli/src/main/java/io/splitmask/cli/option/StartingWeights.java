package io.splitmask.cli.option;

import io.splitmask.nn.VitConfig;
import io.splitmask.train.ModelWeights;
import io.splitmask.train.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/** The weights that a run starts from: those of a run, or a public checkpoint. */
public final class StartingWeights {
    private StartingWeights() {}

    /**
     * Finds the file.
     *
     * @param option as the user knows it, for messages
     * @param given a file, the folder of a run, or a folder of a model hub; null for none
     * @throws UsageException if there is no such file
     */
    public static Optional<Path> file(String option, @Nullable Path given) {
        if (given == null) {
            return Optional.empty();
        }
        Path file = Files.isDirectory(given) ? inFolder(given) : given;
        if (!Files.exists(file)) {
            throw new UsageException(option + ": " + MissingFile.message("file", file));
        }
        return Optional.of(file.toAbsolutePath());
    }

    /** A run's weights, or those of a folder as model hubs have it. */
    private static Path inFolder(Path folder) {
        Path published = folder.resolve("model.safetensors");
        return Files.exists(published) ? published : new RunFolder(folder).weights();
    }

    /**
     * Returns the sizes of the model: those of the file if there is one, with another image size if one was asked for,
     * else those of the options.
     *
     * @throws UsageException if another model or patch was asked for than the file has
     */
    public static VitConfig model(Optional<Path> file, ModelOptions options, ParseResult parsed) throws IOException {
        if (file.isEmpty()) {
            return VitConfig.named(options.model().toString(), options.image(), options.patch());
        }
        VitConfig stored;
        try (ModelWeights weights = ModelWeights.open(file.get())) {
            stored = weights.config();
        }
        VitConfig wanted = parsed.hasMatchedOption("--model") || parsed.hasMatchedOption("--patch")
                ? VitConfig.named(options.model().toString(), options.image(), options.patch())
                : stored;
        boolean other = parsed.hasMatchedOption("--model")
                && (wanted.width() != stored.width() || wanted.depth() != stored.depth());
        if (other || wanted.patchSize() != stored.patchSize()) {
            throw new UsageException(file.get() + " is of a model of width " + stored.width() + ", depth "
                    + stored.depth() + " and patch " + stored.patchSize() + ", which --model and --patch cannot change;"
                    + " leave them out");
        }
        return parsed.hasMatchedOption("--image") ? stored.withImage(options.side(), options.side()) : stored;
    }
}

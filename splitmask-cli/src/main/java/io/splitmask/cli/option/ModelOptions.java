package io.splitmask.cli.option;

import io.splitmask.nn.VitConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What is trained. A command gives its own defaults. */
public final class ModelOptions {
    @Option(
            names = "--model",
            paramLabel = "NAME",
            converter = ModelName.Reader.class,
            description = "Vision Transformer: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private ModelName model;

    @Option(
            names = "--image",
            paramLabel = "PIXELS",
            converter = PositiveInt.class,
            description = "Side of the square images that go into the model. Default: ${DEFAULT-VALUE}.")
    private int image;

    @Option(
            names = "--patch",
            paramLabel = "PIXELS",
            converter = PositiveInt.class,
            description = "Side of a patch; must divide --image. Default: ${DEFAULT-VALUE}.")
    private int patch;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /**
     * Sets the defaults.
     *
     * @param image Hi = Wi in pixels
     * @param patch P in pixels
     */
    public ModelOptions(ModelName model, int image, int patch) {
        this.model = model;
        this.image = image;
        this.patch = patch;
    }

    /** Returns the named network. */
    public ModelName model() {
        return model;
    }

    /** Returns the sizes of the model. @throws UsageException if patches do not cover the image */
    public VitConfig config() {
        if (image % patch != 0) {
            throw new UsageException("--image " + image + " is not a multiple of --patch " + patch + "; try --image "
                    + Math.max(1, Math.round((float) image / patch)) * patch);
        }
        return VitConfig.named(model.toString(), image, patch);
    }

    /**
     * Returns the sizes of the model: those of its weights if there are any, with another image size if one was asked
     * for, else those of the options.
     *
     * @param weights file; empty for random ones
     * @throws UsageException if another model or patch was asked for than the file has
     */
    public VitConfig config(Optional<Path> weights) throws IOException {
        if (weights.isEmpty()) {
            return config();
        }
        VitConfig stored = StartingWeights.config(weights.get());
        VitConfig named = VitConfig.named(model.toString(), stored.imageHeight(), stored.patchSize());
        boolean otherModel = isGiven("--model") && (named.width() != stored.width() || named.depth() != stored.depth());
        boolean otherPatch = isGiven("--patch") && patch != stored.patchSize();
        if (otherModel || otherPatch) {
            throw new UsageException(weights.get() + " is of a model of width " + stored.width() + ", depth "
                    + stored.depth() + " and patch " + stored.patchSize() + ", which --model and --patch cannot change;"
                    + " leave them out");
        }
        return isGiven("--image") ? StartingWeights.withImage(stored, image) : stored;
    }

    private boolean isGiven(String option) {
        return Objects.requireNonNull(command).commandLine().getParseResult().hasMatchedOption(option);
    }
}

package io.splitmask.cli.option;

import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which images, and how many at once. A command gives its own default. */
public final class DataOptions {
    @Mixin
    private final ImageOptions images = new ImageOptions();

    @Option(
            names = "--batch",
            paramLabel = "N",
            converter = PositiveInt.class,
            description = "Images in a step. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** Sets the default. @param batch B */
    public DataOptions(int batch) {
        this.batch = batch;
    }

    /** Returns which images were asked for. */
    public ImageSelection images() {
        return images.selection();
    }

    /** Returns B, the images in a step. */
    public int batch() {
        return batch;
    }

    /** Returns how many images at once were asked for; empty if none were, and the command's default holds. */
    public OptionalInt givenBatch() {
        boolean given =
                Objects.requireNonNull(command).commandLine().getParseResult().hasMatchedOption("--batch");
        return given ? OptionalInt.of(batch) : OptionalInt.empty();
    }
}

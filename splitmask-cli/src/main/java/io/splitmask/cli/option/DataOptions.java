package io.splitmask.cli.option;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

    public DataOptions(int batch) {
        this.batch = batch;
    }

    /** Returns which images were asked for. */
    public ImageSelection images() {
        return images.selection();
    }

    public int batch() {
        return batch;
    }
}

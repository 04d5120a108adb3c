package io.splitmask.cli.option;

import picocli.CommandLine.Option;

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

    public ModelOptions(ModelName model, int image, int patch) {
        this.model = model;
        this.image = image;
        this.patch = patch;
    }

    public ModelName model() {
        return model;
    }

    /** Returns the side of the images in pixels, whatever the patches. */
    int side() {
        return image;
    }

    /** Returns the side of the images, Hi = Wi in pixels. */
    public int image() {
        requireWholePatches();
        return image;
    }

    /** Returns P in pixels. */
    public int patch() {
        requireWholePatches();
        return patch;
    }

    private void requireWholePatches() {
        if (image % patch != 0) {
            throw new UsageException("--image " + image + " is not a multiple of --patch " + patch + "; try --image "
                    + Math.max(1, Math.round((float) image / patch)) * patch);
        }
    }
}

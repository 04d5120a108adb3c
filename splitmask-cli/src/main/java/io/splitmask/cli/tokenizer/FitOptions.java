package io.splitmask.cli.tokenizer;

import io.splitmask.cli.option.GivenOptions;
import io.splitmask.cli.option.ImageOptions;
import io.splitmask.cli.option.PositiveInt;
import io.splitmask.tokenizers.CodebookKind;
import io.splitmask.tokenizers.RandomProjection;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What words are made of. */
final class FitOptions {
    @Option(
            names = "--kind",
            paramLabel = "NAME",
            converter = KindName.class,
            description = "random-projection: random directions, as good as the others in the study; random-patches:"
                    + " patches of different images; kmeans: centroids of many patches. Default: ${DEFAULT-VALUE}.")
    private CodebookKind kind = CodebookKind.KMEANS;

    @Mixin
    private final ImageOptions images = new ImageOptions();

    @Option(
            names = "--vocab",
            paramLabel = "V",
            converter = PositiveInt.class,
            description = "Number of words. Default: ${DEFAULT-VALUE}.")
    private int vocabulary = RandomProjection.PAPER_VOCABULARY;

    @Option(
            names = "--patch",
            paramLabel = "P",
            converter = PositiveInt.class,
            description =
                    "Side of a patch of the model, even; words have half of it, as they are looked up in the image at"
                            + " half size. Default: ${DEFAULT-VALUE}.")
    private int patch = FitPlan.SCALE * RandomProjection.PAPER_PATCH_SIZE;

    @Option(
            names = "--image",
            paramLabel = "N",
            converter = PositiveInt.class,
            description = "Side of the images that the model will see, in pixels; a multiple of --patch. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int image = 224;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of everything random; one seed, one result. Default: ${DEFAULT-VALUE}.")
    private long seed;

    /** Returns V. */
    int vocabulary() {
        return vocabulary;
    }

    /** Returns the whole plan. @throws IllegalArgumentException if its parts do not fit together */
    FitPlan plan(Clustering clustering, GivenOptions given) {
        return new FitPlan(kind, images.selection(), vocabulary, patch, image, seed, clustering, given.values());
    }
}

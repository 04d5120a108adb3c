package io.splitmask.cli.run;

import io.splitmask.nn.Pooling;
import io.splitmask.recipe.AdamwRecipe;
import io.splitmask.recipe.FinetuneAugmentation;
import io.splitmask.recipe.FinetuneRecipe;
import io.splitmask.recipe.MixRecipe;
import io.splitmask.train.ModelWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What fine-tuning on a processor does differently from the recipes for many GPUs. */
public final class FinetunePlans {
    /** Share of the side of a test image that is looked at: all, since small images have no margin to spare. */
    public static final double TEST_CROP_RATIO = 1;

    private static final double MIN_CROP_AREA = 0.3;
    private static final double WARMUP_SHARE = 0.1;

    private FinetunePlans() {}

    /**
     * Returns BEiT's recipe, with its pooling of the patches, with other lengths and rates, without mixing, and with nothing
     * but crops and flips.
     */
    public static FinetuneRecipe recipe(int epochs, int batch, AdamwRecipe optimizer, double layerDecay) {
        return FinetuneRecipe.IMAGENET_BASE
                .withEpochs(epochs, (int) Math.round(WARMUP_SHARE * epochs))
                .withBatchSize(batch)
                .withOptimizer(optimizer, layerDecay)
                .withDropPath(0)
                .withAugmentation(
                        FinetuneAugmentation.CROP_AND_FLIP.withCrops(MIN_CROP_AREA, TEST_CROP_RATIO), MixRecipe.NONE);
    }

    /**
     * Returns what a classifier sees by default of the weights that it starts from; empty without weights.
     *
     * @throws IOException if the file cannot be read
     */
    public static Optional<Pooling> pooling(Optional<Path> weights) throws IOException {
        if (weights.isEmpty()) {
            return Optional.empty();
        }
        try (ModelWeights file = ModelWeights.open(weights.get())) {
            return Optional.of(file.finetunePooling());
        }
    }
}

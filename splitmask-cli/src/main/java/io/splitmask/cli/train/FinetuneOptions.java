package io.splitmask.cli.train;

import io.splitmask.cli.run.FinetunePlans;
import io.splitmask.nn.Pooling;
import io.splitmask.recipe.AdamwRecipe;
import io.splitmask.recipe.FinetunePresets;
import io.splitmask.recipe.FinetuneRecipe;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a classifier is trained: a recipe by name, and what differs from it. */
final class FinetuneOptions {
    private static final int EPOCHS = 50;
    private static final double LEARNING_RATE = 1e-3;
    private static final double MIN_LEARNING_RATE = 1e-6;
    private static final double WEIGHT_DECAY = 0.05;
    private static final double LAYER_DECAY = 0.75;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            converter = PresetNames.class,
            completionCandidates = PresetNames.class,
            description =
                    "Train as the paper does on: ${COMPLETION-CANDIDATES}. It means batches of 1024, 300 epochs (ImageNet: 100 "
                            + "or 50) and strong augmentation; other options change single settings, and another --batch scales "
                            + "the learning rate. Default: a recipe for few images on a processor.")
    private @Nullable String preset;

    @Option(names = "--lr", paramLabel = "RATE", description = "Peak learning rate. Default: the preset's, else 1e-3.")
    private @Nullable Double learningRate;

    @Option(
            names = "--min-lr",
            paramLabel = "RATE",
            description = "Learning rate at the end. Default: the preset's, else 1e-6.")
    private @Nullable Double minLearningRate;

    @Option(names = "--weight-decay", paramLabel = "SHARE", description = "Weight decay of AdamW. Default: 0.05.")
    private @Nullable Double weightDecay;

    @Option(
            names = "--warmup",
            paramLabel = "EPOCHS",
            description = "Epochs in which the learning rate rises. Default: the preset's share, else a tenth of all.")
    private @Nullable Integer warmupEpochs;

    @Option(
            names = "--layer-decay",
            paramLabel = "FACTOR",
            description = "Learning rate of a layer over that of the next, above 0 to 1. "
                    + "Default: the preset's, else 0.75 with --weights and 1 without.")
    private @Nullable Double layerDecay;

    @Option(
            names = "--label-smoothing",
            paramLabel = "SHARE",
            description = "Share of the target that is spread over all classes. Default: 0.1.")
    private @Nullable Double labelSmoothing;

    @Option(
            names = "--drop-path",
            paramLabel = "SHARE",
            description = "Stochastic depth of the last block, 0 to below 1. Default: the preset's, else 0.")
    private @Nullable Double dropPath;

    @Option(
            names = "--ema",
            paramLabel = "DECAY",
            description = "Average the weights too, such as 0.9999, and measure both. Default: 0, for not.")
    private @Nullable Double emaDecay;

    @Option(
            names = "--pooling",
            paramLabel = "KIND",
            description =
                    "What the classifier sees: ${COMPLETION-CANDIDATES}. Default: as the literature has it, PATCH_MEAN from runs "
                            + "of SplitMask, BEiT and MAE, CLASS_TOKEN from others and from scratch; from public weights "
                            + "PATCH_MEAN if they have a mask token or a norm for the mean.")
    private @Nullable Pooling pooling;

    /**
     * What other options say.
     *
     * @param batch images in a step as asked for; empty if not
     * @param defaultBatch where neither it nor a preset says
     * @param epochs length as asked for; empty if not
     * @param testImage side of test images in pixels
     * @param start what a classifier sees of the weights that it starts from; empty without weights
     */
    record Given(OptionalInt batch, int defaultBatch, OptionalInt epochs, int testImage, Optional<Pooling> start) {}

    /**
     * Returns the recipe.
     *
     * @param given what other options say
     * @throws IllegalArgumentException if a value is out of its range
     */
    FinetuneRecipe recipe(Given given) {
        OptionalInt epochs = given.epochs();
        FinetuneRecipe base = preset == null
                ? FinetunePlans.recipe(
                        epochs.orElse(EPOCHS),
                        given.batch().orElse(given.defaultBatch()),
                        AdamwRecipe.of(LEARNING_RATE, MIN_LEARNING_RATE, WEIGHT_DECAY),
                        given.start().isPresent() ? LAYER_DECAY : 1)
                : preset(FinetunePresets.named(preset, given.testImage()), given.batch(), epochs);
        AdamwRecipe rates = AdamwRecipe.of(
                learningRate == null ? base.optimizer().learningRate() : learningRate,
                minLearningRate == null ? base.optimizer().minLearningRate() : minLearningRate,
                weightDecay == null ? base.optimizer().weightDecay() : weightDecay);
        return base.withOptimizer(rates, layerDecay == null ? base.layerDecay() : layerDecay)
                .withEpochs(base.epochs(), warmupEpochs == null ? base.warmupEpochs() : warmupEpochs)
                .withLabelSmoothing(labelSmoothing == null ? base.labelSmoothing() : labelSmoothing)
                .withDropPath(dropPath == null ? base.dropPath() : dropPath)
                .withEmaDecay(emaDecay == null ? base.emaDecay() : emaDecay)
                .withPooling(pooling == null ? given.start().orElse(Pooling.CLASS_TOKEN) : pooling);
    }

    private static FinetuneRecipe preset(FinetuneRecipe recipe, OptionalInt batch, OptionalInt epochs) {
        double warmupShare = (double) recipe.warmupEpochs() / recipe.epochs();
        int length = epochs.orElse(recipe.epochs());
        return recipe.withEpochs(length, (int) Math.round(warmupShare * length))
                .scaledToBatch(batch.orElse(recipe.batchSize()));
    }

    /** The names of the presets: for help, completion and checking. */
    static final class PresetNames implements Iterable<String>, ITypeConverter<String> {
        @Override
        public Iterator<String> iterator() {
            return FinetunePresets.names().iterator();
        }

        @Override
        public String convert(String name) {
            if (!FinetunePresets.names().contains(name)) {
                throw new TypeConversionException(
                        "unknown preset '" + name + "'; known: " + String.join(", ", FinetunePresets.names()));
            }
            return name;
        }
    }
}

package io.splitmask.cli.study;

import io.splitmask.cli.run.FinetunePlan;
import io.splitmask.cli.run.FinetunePlans;
import io.splitmask.config.Problems;
import io.splitmask.nn.Pooling;
import io.splitmask.nn.VitConfig;
import io.splitmask.recipe.AdamwRecipe;
import io.splitmask.recipe.FinetunePresets;
import io.splitmask.recipe.FinetuneRecipe;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How classifiers are fine-tuned, all alike but for where they start. What is null is that of the preset; without a
 * preset it is what suits small images on a processor.
 *
 * @param preset name of a recipe of the paper, such as {@code inat19}
 * @param epochs 0 for no fine-tuning
 * @param batch images in a step
 * @param learningRate peak
 * @param layerDecay learning rate of a layer over that of the next; without a preset only from pre-trained weights
 * @param pooling what classifiers see; null for what suits how each was pre-trained, the class token from scratch
 */
record FinetuneSettings(
        @Nullable String preset,
        @Nullable Integer epochs,
        @Nullable Integer batch,
        @Nullable Double learningRate,
        @Nullable Double layerDecay,
        @Nullable Pooling pooling) {
    /** Small images on a processor, and one pooling for all, so that starts differ in nothing else. */
    static final FinetuneSettings DEFAULT = new FinetuneSettings(null, null, null, null, null, Pooling.PATCH_MEAN);

    private static final int EPOCHS = 25;
    private static final int BATCH = 32;
    private static final double LEARNING_RATE = 1e-3;
    private static final double MIN_LEARNING_RATE = 1e-6;
    private static final double WEIGHT_DECAY = 0.05;
    private static final double LAYER_DECAY = 0.75;

    /** Checks the numbers and that there is such a preset. */
    FinetuneSettings {
        Problems problems = Problems.of("finetune");
        if (epochs != null) {
            problems.atLeast(0, "epochs", epochs);
        }
        if (batch != null) {
            problems.atLeast(1, "batch", batch);
        }
        if (learningRate != null) {
            problems.require(
                    learningRate > MIN_LEARNING_RATE,
                    "expected learningRate above " + MIN_LEARNING_RATE + ", got " + learningRate);
        }
        problems.throwIfAny();
        if (preset != null) {
            FinetunePresets.named(preset);
        }
    }

    /** Returns the epochs of a run that is not shortened; 0 for no fine-tuning. */
    int wholeEpochs() {
        return epochs != null
                ? epochs
                : preset != null ? FinetunePresets.named(preset).epochs() : EPOCHS;
    }

    /** Returns the share of the side of a test image that is looked at. */
    double testCropRatio() {
        return preset == null
                ? FinetunePlans.TEST_CROP_RATIO
                : FinetunePresets.named(preset).augmentation().testCropRatio();
    }

    /**
     * Returns what a run does.
     *
     * @param runEpochs of it, at least 1
     * @param start what suits the pre-trained weights that it starts from; empty from scratch
     */
    FinetunePlan plan(VitConfig model, int runEpochs, Optional<Pooling> start, long seed) {
        FinetuneRecipe recipe = preset == null ? own(runEpochs, start.isPresent()) : ofPreset(preset, runEpochs);
        Pooling seen = pooling == null ? start.orElse(Pooling.CLASS_TOKEN) : pooling;
        return FinetunePlan.of(model, recipe.withPooling(seen), seed);
    }

    private FinetuneRecipe own(int runEpochs, boolean pretrained) {
        double rate = learningRate == null ? LEARNING_RATE : learningRate;
        double decay = !pretrained ? 1 : layerDecay == null ? LAYER_DECAY : layerDecay;
        return FinetunePlans.recipe(
                runEpochs, batch == null ? BATCH : batch, AdamwRecipe.of(rate, MIN_LEARNING_RATE, WEIGHT_DECAY), decay);
    }

    private FinetuneRecipe ofPreset(String name, int runEpochs) {
        FinetuneRecipe whole = FinetunePresets.named(name);
        int warmup = (int) Math.round((double) whole.warmupEpochs() * runEpochs / whole.epochs());
        FinetuneRecipe recipe = (batch == null ? whole : whole.scaledToBatch(batch)).withEpochs(runEpochs, warmup);
        AdamwRecipe optimizer = learningRate == null
                ? recipe.optimizer()
                : recipe.optimizer()
                        .withLearningRateScaled(
                                learningRate / recipe.optimizer().learningRate());
        return recipe.withOptimizer(optimizer, layerDecay == null ? recipe.layerDecay() : layerDecay);
    }
}

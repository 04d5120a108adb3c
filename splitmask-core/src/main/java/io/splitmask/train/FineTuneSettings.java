package io.splitmask.train;

import io.splitmask.config.Problems;
import io.splitmask.optim.GradientClipping;
import io.splitmask.recipe.FinetuneRecipe;

/**
 * How a classifier is fine-tuned.
 *
 * @param training steps, rates, checkpoints and seed
 * @param layerDecay factor on the learning rate from a layer to the one before it; 1 for none
 * @param labelSmoothing share of a target that is spread over all classes
 * @param dropPath probability of leaving out a residual branch of the last block
 * @param headScale factor on the initial weights of the head
 */
public record FineTuneSettings(
        TrainingSettings training, double layerDecay, double labelSmoothing, double dropPath, double headScale) {
    /** Checks the numbers. */
    public FineTuneSettings {
        Problems.of("FineTuneSettings")
                .require(
                        layerDecay > 0 && layerDecay <= 1,
                        "expected layerDecay above 0 and at most 1, got " + layerDecay)
                .shareBelowOne("labelSmoothing", labelSmoothing)
                .shareBelowOne("dropPath", dropPath)
                .notNegative("headScale", headScale)
                .throwIfAny();
    }

    /**
     * Returns the settings of a recipe, without mixing and clipping.
     *
     * @param stepsPerEpoch batches in an epoch
     */
    public static FineTuneSettings of(
            FinetuneRecipe recipe, int stepsPerEpoch, CheckpointSettings checkpoints, long seed) {
        TrainingSettings training = new TrainingSettings(
                (long) recipe.epochs() * stepsPerEpoch,
                (long) recipe.warmupEpochs() * stepsPerEpoch,
                recipe.optimizer(),
                GradientClipping.NONE,
                checkpoints,
                seed);
        return new FineTuneSettings(
                training, recipe.layerDecay(), recipe.labelSmoothing(), recipe.dropPath(), recipe.headScale());
    }
}

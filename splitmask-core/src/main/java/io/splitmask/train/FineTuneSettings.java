package io.splitmask.train;

import io.splitmask.config.Problems;
import io.splitmask.method.supervised.Classification;
import io.splitmask.optim.GradientClipping;
import io.splitmask.recipe.FinetuneRecipe;

/**
 * How a classifier is fine-tuned.
 *
 * @param training steps, rates, checkpoints and seed
 * @param loss smoothing, stochastic depth and mixing
 * @param layerDecay factor on the learning rate from a layer to the one before it; 1 for none
 * @param headScale factor on the initial weights of the head
 * @param emaDecay share of the averaged weights that stays in a step; 0 for no averaging
 */
public record FineTuneSettings(
        TrainingSettings training, Classification.Settings loss, double layerDecay, double headScale, double emaDecay) {
    /** Checks the numbers. */
    public FineTuneSettings {
        Problems.of("FineTuneSettings")
                .require(
                        layerDecay > 0 && layerDecay <= 1,
                        "expected layerDecay above 0 and at most 1, got " + layerDecay)
                .notNegative("headScale", headScale)
                .shareBelowOne("emaDecay", emaDecay)
                .throwIfAny();
    }

    /**
     * Returns the settings of a recipe; gradients are not clipped.
     *
     * @param stepsPerEpoch batches in an epoch
     */
    public static FineTuneSettings of(
            FinetuneRecipe recipe, int stepsPerEpoch, CheckpointSettings checkpoints, long seed) {
        return of(
                recipe,
                (long) recipe.epochs() * stepsPerEpoch,
                (long) recipe.warmupEpochs() * stepsPerEpoch,
                checkpoints,
                seed);
    }

    /**
     * Returns the settings of a recipe for another length; the learning rate rises in the same share of the steps as in
     * the recipe.
     *
     * @param steps optimizer steps of the whole run
     */
    public static FineTuneSettings ofSteps(
            FinetuneRecipe recipe, long steps, CheckpointSettings checkpoints, long seed) {
        long warmupSteps = Math.round((double) recipe.warmupEpochs() / recipe.epochs() * steps);
        return of(recipe, steps, warmupSteps, checkpoints, seed);
    }

    private static FineTuneSettings of(
            FinetuneRecipe recipe, long steps, long warmupSteps, CheckpointSettings checkpoints, long seed) {
        return new FineTuneSettings(
                new TrainingSettings(steps, warmupSteps, recipe.optimizer(), GradientClipping.NONE, checkpoints, seed),
                new Classification.Settings(recipe.labelSmoothing(), recipe.dropPath(), recipe.mix()),
                recipe.layerDecay(),
                recipe.headScale(),
                recipe.emaDecay());
    }
}

package io.splitmask.train;

import io.splitmask.config.Problems;
import io.splitmask.optim.GradientClipping;
import io.splitmask.recipe.AdamwRecipe;
import io.splitmask.recipe.PretrainRecipe;

/**
 * What pre-training and fine-tuning have in common.
 *
 * @param totalSteps optimizer steps of the whole run, one batch each
 * @param warmupSteps optimizer steps in which the learning rate rises from 0
 * @param optimizer settings of AdamW
 * @param clipping limit on the gradients
 * @param checkpoints when checkpoints are written
 * @param seed from which everything random in the run is derived
 */
public record TrainingSettings(
        long totalSteps,
        long warmupSteps,
        AdamwRecipe optimizer,
        GradientClipping clipping,
        CheckpointSettings checkpoints,
        long seed) {
    /** Checks the numbers. */
    public TrainingSettings {
        Problems.of("TrainingSettings")
                .atLeast(1, "totalSteps", totalSteps)
                .require(
                        warmupSteps >= 0 && warmupSteps <= totalSteps,
                        "expected warmupSteps from 0 to totalSteps = " + totalSteps + ", got " + warmupSteps)
                .throwIfAny();
    }

    /** Returns the settings of a recipe for pre-training. */
    public static TrainingSettings of(PretrainRecipe recipe, CheckpointSettings checkpoints, long seed) {
        return new TrainingSettings(
                recipe.updates(), recipe.warmupUpdates(), recipe.optimizer(), recipe.clipping(), checkpoints, seed);
    }
}

package io.splitmask.train;

import io.splitmask.config.Problems;

/**
 * How a classifier is fine-tuned.
 *
 * @param training steps, rates, checkpoints and seed
 * @param layerDecay factor on the learning rate from a layer to the one before it; 1 for none
 * @param labelSmoothing share of a target that is spread over all classes
 * @param dropPath probability of leaving out a residual branch of the last block
 */
public record FineTuneSettings(
        TrainingSettings training, double layerDecay, double labelSmoothing, double dropPath) {
    /** Checks the numbers. */
    public FineTuneSettings {
        Problems.of("FineTuneSettings")
                .require(layerDecay > 0 && layerDecay <= 1, "expected layerDecay above 0 and at most 1, got " + layerDecay)
                .shareBelowOne("labelSmoothing", labelSmoothing)
                .shareBelowOne("dropPath", dropPath)
                .throwIfAny();
    }
}

package io.splitmask.cli.run;

import io.splitmask.config.Problems;
import io.splitmask.nn.VitConfig;
import io.splitmask.recipe.FinetuneRecipe;
import io.splitmask.weights.PixelStatistics;

/**
 * What a fine-tuning run does.
 *
 * @param model the network
 * @param recipe epochs, batch size, rates and augmentation
 * @param updates optimizer steps; 0 for the epochs of the recipe
 * @param testImage side of test images in pixels; positions are interpolated where it is not the model's
 * @param pixels how images are normalised
 * @param seed from which everything random is derived
 */
public record FinetunePlan(
        VitConfig model, FinetuneRecipe recipe, long updates, int testImage, PixelStatistics pixels, long seed) {
    /** Checks the numbers. */
    public FinetunePlan {
        Problems.of("FinetunePlan")
                .atLeast(0, "updates", updates)
                .require(
                        testImage > 0 && testImage % model.patchSize() == 0,
                        "expected test images of whole patches of " + model.patchSize() + " pixels, got " + testImage
                                + " pixels")
                .require(
                        testImage == model.imageHeight() || !model.variant().hasRelativePositions(),
                        "expected test images of " + model.imageHeight()
                                + " pixels, since relative positions are not interpolated, got " + testImage)
                .throwIfAny();
    }

    /** Describes a run of the recipe's epochs that is tested at the size of the training images, with ImageNet's statistics. */
    public static FinetunePlan of(VitConfig model, FinetuneRecipe recipe, long seed) {
        return new FinetunePlan(model, recipe, 0, model.imageHeight(), StoredNormalization.IMAGENET, seed);
    }
}

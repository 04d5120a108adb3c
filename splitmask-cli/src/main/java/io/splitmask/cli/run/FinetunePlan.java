package io.splitmask.cli.run;

import io.splitmask.nn.VitConfig;
import io.splitmask.recipe.FinetuneRecipe;

/**
 * What a fine-tuning run does.
 *
 * @param model the network
 * @param recipe epochs, batch size and rates
 * @param minCropScale smallest share of an image that a training crop shows, above 0 to 1
 * @param testCropRatio share of the side of a test image that is looked at, above 0 to 1
 * @param seed from which everything random is derived
 */
public record FinetunePlan(
        VitConfig model, FinetuneRecipe recipe, double minCropScale, double testCropRatio, long seed) {}

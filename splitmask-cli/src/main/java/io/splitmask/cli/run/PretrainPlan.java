package io.splitmask.cli.run;

import io.splitmask.nn.VitConfig;
import io.splitmask.recipe.PretrainRecipe;
import io.splitmask.method.splitmask.SplitMaskRecipe;

/**
 * What a pre-training run does.
 *
 * @param model the network
 * @param method how it learns
 * @param vocabulary V, visual words
 * @param recipe batch size, steps and rates
 * @param minCropScale smallest share of an image that a crop shows, above 0 to 1
 * @param seed from which everything random is derived
 */
public record PretrainPlan(
        VitConfig model,
        SplitMaskRecipe method,
        int vocabulary,
        PretrainRecipe recipe,
        double minCropScale,
        long seed) {}

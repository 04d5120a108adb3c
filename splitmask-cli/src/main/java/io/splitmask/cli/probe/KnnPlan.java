package io.splitmask.cli.probe;

import io.splitmask.eval.feature.FeatureTokens;
import io.splitmask.eval.probe.KnnRecipe;
import io.splitmask.nn.VitConfig;

/**
 * What classification by nearest neighbours does.
 *
 * @param model the network
 * @param tokens what is taken from its last block
 * @param recipe numbers of neighbours, and how they vote
 * @param testCropRatio share of the short side of an image that is looked at, above 0 to 1
 * @param seed of random weights
 */
record KnnPlan(VitConfig model, FeatureTokens tokens, KnnRecipe recipe, double testCropRatio, long seed) {}

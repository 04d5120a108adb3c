package io.splitmask.cli.probe;

import io.splitmask.eval.feature.FeatureRecipe;
import io.splitmask.nn.VitConfig;

/**
 * What a linear probe does.
 *
 * @param model the network
 * @param features what is taken from it
 * @param eachBlock whether each block has a classifier of its own; else features of several blocks are joined
 * @param trainer how a classifier is trained
 * @param testCropRatio share of the short side of an image that is looked at, above 0 to 1
 * @param seed from which everything random is derived
 */
record ProbePlan(
        VitConfig model,
        FeatureRecipe features,
        boolean eachBlock,
        ProbeTrainer trainer,
        double testCropRatio,
        long seed) {}

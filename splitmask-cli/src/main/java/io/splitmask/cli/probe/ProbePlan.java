package io.splitmask.cli.probe;

import io.splitmask.eval.feature.FeatureRecipe;
import io.splitmask.eval.probe.ProbeRecipe;
import io.splitmask.nn.VitConfig;
import java.util.List;

/**
 * What a linear probe does.
 *
 * @param model the network
 * @param features what is taken from it
 * @param eachBlock whether each block has a classifier of its own; else features of several blocks are joined
 * @param recipe how a classifier is trained
 * @param rates learning rates of which the best is chosen, at the recipe's batch of 256; one for no choice
 * @param testCropRatio share of the short side of an image that is looked at, above 0 to 1
 * @param seed from which everything random is derived
 */
record ProbePlan(
        VitConfig model,
        FeatureRecipe features,
        boolean eachBlock,
        ProbeRecipe recipe,
        List<Double> rates,
        double testCropRatio,
        long seed) {
    /** Copies the list. */
    ProbePlan {
        rates = List.copyOf(rates);
    }
}

package io.splitmask.cli.option;

import io.splitmask.recipe.AdamwRecipe;
import io.splitmask.recipe.PretrainRecipe;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Rates of pre-training, where the recipe's do not fit. */
public final class RateOptions {
    @Option(
            names = "--lr",
            paramLabel = "RATE",
            description = "Peak learning rate. Default: the method's, scaled by batch size, but at least 5e-4.")
    private @Nullable Double learningRate;

    @Option(
            names = "--drop-path",
            paramLabel = "SHARE",
            description = "Stochastic depth of the last block, 0..1. Default: ${DEFAULT-VALUE}.")
    private double dropPath;

    /** The linear rule gives too little for the small batches of a processor. */
    private static final double SMALL_BATCH_RATE = 5e-4;

    /** Returns a recipe with what was asked for. @throws UsageException if a value is out of its range */
    public PretrainRecipe apply(PretrainRecipe recipe) {
        AdamwRecipe optimizer = recipe.optimizer();
        double rate = learningRate == null ? Math.max(SMALL_BATCH_RATE, optimizer.learningRate()) : learningRate;
        try {
            return recipe.withOptimizer(optimizer.withLearningRateScaled(rate / optimizer.learningRate()))
                    .withDropPath(dropPath);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }
}

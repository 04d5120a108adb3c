package io.splitmask.cli.study;

import io.splitmask.config.Problems;
import io.splitmask.method.MethodEntry;
import io.splitmask.recipe.AdamwRecipe;
import io.splitmask.recipe.PretrainAugmentation;
import io.splitmask.recipe.PretrainRecipe;
import io.splitmask.recipe.ViewRecipe;
import org.jspecify.annotations.Nullable;

/**
 * How all methods of a study are pre-trained. What is null is as in the literature of each method.
 *
 * @param batch images in a step; fewer if a fraction of the images has fewer
 * @param learningRate peak, at any batch size; null for the method's, scaled linearly to the batch
 * @param warmupShare share of the updates in which the learning rate rises
 * @param dropPath stochastic depth of the last block
 * @param minCrop smallest share of an image in a crop
 * @param smallDataAugmentation whether images are also jittered, greyed, blurred and solarised, as the paper does on
 *     Cars, Clipart, Painting and Sketch; only for methods of a single view
 */
record PretrainSettings(
        int batch,
        @Nullable Double learningRate,
        @Nullable Double warmupShare,
        @Nullable Double dropPath,
        @Nullable Double minCrop,
        boolean smallDataAugmentation) {
    /** Small images and small batches, for which the linear rule gives learning rates that are too low. */
    static final PretrainSettings DEFAULT = new PretrainSettings(64, 1e-3, 0.1, 0.0, 0.3, false);

    /** Checks the numbers that a recipe does not check. */
    PretrainSettings {
        Problems problems = Problems.of("pretrain").atLeast(1, "batch", batch);
        if (learningRate != null) {
            problems.positive("learningRate", learningRate);
        }
        problems.throwIfAny();
    }

    /** Returns the recipe of a method, of any length. @param images how many there are, at least one */
    PretrainRecipe recipe(MethodEntry method, int images) {
        PretrainRecipe recipe = method.training().scaledToBatch(Math.min(batch, images));
        if (smallDataAugmentation && recipe.views().size() == 1) {
            recipe = recipe.withViews(ViewRecipe.of(PretrainAugmentation.SMALL_DATA));
        }
        if (learningRate != null) {
            AdamwRecipe optimizer = recipe.optimizer();
            recipe = recipe.withOptimizer(optimizer.withLearningRateScaled(learningRate / optimizer.learningRate()));
        }
        if (dropPath != null) {
            recipe = recipe.withDropPath(dropPath);
        }
        if (minCrop != null) {
            recipe = recipe.withMinCropArea(minCrop);
        }
        return warmupShare == null ? recipe : recipe.withWarmupShare(warmupShare);
    }
}

package io.splitmask.method.supervised;

import io.splitmask.random.BetaDistribution;
import io.splitmask.recipe.MixRecipe;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Draws how a batch is mixed: one kind and one lambda for the whole batch, each image with the one that stands as far
 * from the end as it stands from the start.
 *
 * @param recipe probabilities and parameters
 * @see "recipes, section 4.6; pytorch-image-models v0.3.3, data/mixup.py, mode batch"
 */
public record Mixing(MixRecipe recipe) {
    /**
     * Draws the mix of a batch.
     *
     * @param batch B; of an odd number the middle image is mixed with itself
     * @param height Hi in pixels
     * @param width Wi in pixels
     * @return empty if the batch stays as it is
     */
    public Optional<Mix> draw(int batch, int height, int width, RandomGenerator random) {
        if (recipe.probability() == 0 || random.nextDouble() >= recipe.probability()) {
            return Optional.empty();
        }
        boolean cutmix = isCutmix(random);
        double alpha = cutmix ? recipe.cutmixAlpha() : recipe.mixupAlpha();
        double lambda = BetaDistribution.draw(alpha, alpha, random);
        int[] partners = new int[batch];
        for (int b = 0; b < batch; b++) {
            partners[b] = batch - 1 - b;
        }
        return Optional.of(
                cutmix
                        ? Mix.cutmix(partners, box(lambda, height, width, random), height, width)
                        : Mix.mixup(partners, lambda));
    }

    private boolean isCutmix(RandomGenerator random) {
        if (recipe.mixupAlpha() == 0 || recipe.cutmixAlpha() == 0) {
            return recipe.mixupAlpha() == 0;
        }
        return random.nextDouble() < recipe.cutmixShare();
    }

    /** Draws a box of about {@code 1 - lambda} of the image around a uniform centre; what leaves the image is cut off. */
    private static Box box(double lambda, int height, int width, RandomGenerator random) {
        double side = Math.sqrt(1 - lambda);
        int halfHeight = (int) (height * side) / 2;
        int halfWidth = (int) (width * side) / 2;
        int row = random.nextInt(height);
        int column = random.nextInt(width);
        return new Box(
                Math.max(0, row - halfHeight),
                Math.min(height, row + halfHeight),
                Math.max(0, column - halfWidth),
                Math.min(width, column + halfWidth));
    }
}

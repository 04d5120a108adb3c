package io.splitmask.recipe;

import io.splitmask.config.Problems;

/**
 * Views of an image that are made in the same way.
 *
 * @param count how many
 * @param sizeShare side of a view as a share of the model's image side, above 0 to 1; the crops of DINO's students are
 *     smaller than the images that the model is made for
 * @param augmentation how each is made
 */
public record ViewRecipe(int count, double sizeShare, PretrainAugmentation augmentation) {
    /** Checks the numbers. */
    public ViewRecipe {
        Problems.of("ViewRecipe")
                .atLeast(1, "count", count)
                .require(sizeShare > 0 && sizeShare <= 1, "expected 0 < sizeShare <= 1, got " + sizeShare)
                .throwIfAny();
    }

    /** Makes one view at full size. */
    public static ViewRecipe of(PretrainAugmentation augmentation) {
        return new ViewRecipe(1, 1, augmentation);
    }

    /**
     * Returns the side of a view in pixels: the multiple of the patch side that is nearest to its share, at least one
     * patch.
     *
     * @param imageSize Hi = Wi of the model in pixels
     * @param patchSize P in pixels
     */
    public int imageSize(int imageSize, int patchSize) {
        return (int) Math.max(1, Math.round(sizeShare * imageSize / patchSize)) * patchSize;
    }
}

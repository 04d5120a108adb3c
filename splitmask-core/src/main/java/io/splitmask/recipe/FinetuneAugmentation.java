package io.splitmask.recipe;

import io.splitmask.config.Problems;

/**
 * How images are changed before fine-tuning and tests.
 *
 * @param minCropArea smallest random crop, as a share of the image
 * @param flipProbability of swapping left and right
 * @param randAugmentMagnitude mean strength of RandAugment, 0 to 10; 0 for none
 * @param randAugmentDeviation standard deviation of the strength
 * @param repeats how often an image stands in a batch, differently augmented; 1 for plain sampling
 * @param erasingProbability of erasing a rectangle
 * @param testCropRatio share of the resized side that the central crop of a test image has
 */
public record FinetuneAugmentation(
        double minCropArea,
        double flipProbability,
        double randAugmentMagnitude,
        double randAugmentDeviation,
        int repeats,
        double erasingProbability,
        double testCropRatio) {
    /** Table 9, iNaturalist and Food-101. */
    public static final FinetuneAugmentation LARGE_DATA = new FinetuneAugmentation(0.08, 0.5, 7, 0.5, 3, 0, 0.875);
    /** Table 9, Cars, Clipart, Painting and Sketch. */
    public static final FinetuneAugmentation SMALL_DATA = new FinetuneAugmentation(0.08, 0.5, 9, 0.5, 1, 0, 0.875);
    /** BEiT's on ImageNet-1k. */
    public static final FinetuneAugmentation IMAGENET = new FinetuneAugmentation(0.08, 0.5, 9, 0.5, 1, 0.25, 0.875);
    /** Crop and flip only. */
    public static final FinetuneAugmentation CROP_AND_FLIP = new FinetuneAugmentation(0.08, 0.5, 0, 0, 1, 0, 0.875);

    /** Checks the numbers. */
    public FinetuneAugmentation {
        Problems.of("FinetuneAugmentation")
                .require(minCropArea > 0 && minCropArea <= 1, "expected 0 < minCropArea <= 1, got " + minCropArea)
                .share("flipProbability", flipProbability)
                .require(
                        randAugmentMagnitude >= 0 && randAugmentMagnitude <= 10,
                        "expected randAugmentMagnitude from 0 to 10, got " + randAugmentMagnitude)
                .notNegative("randAugmentDeviation", randAugmentDeviation)
                .atLeast(1, "repeats", repeats)
                .share("erasingProbability", erasingProbability)
                .require(
                        testCropRatio > 0 && testCropRatio <= 1,
                        "expected 0 < testCropRatio <= 1, got " + testCropRatio)
                .throwIfAny();
    }
}

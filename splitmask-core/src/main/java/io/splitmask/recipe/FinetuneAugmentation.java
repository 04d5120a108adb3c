package io.splitmask.recipe;

import io.splitmask.config.Problems;

/**
 * How images are changed before fine-tuning and tests.
 *
 * @param minCropArea smallest random crop, as a share of the image
 * @param flipProbability of swapping left and right
 * @param policy RandAugment or AutoAugment
 * @param jitter changes of colour, left out where there is a policy (recipes, section 4.1)
 * @param repeats how often an image stands in a batch, differently augmented; 1 for plain sampling
 * @param erasingProbability of erasing a rectangle
 * @param testCropRatio share of the resized side that the central crop of a test image has
 */
public record FinetuneAugmentation(
        double minCropArea,
        double flipProbability,
        PolicyRecipe policy,
        ColourJitter jitter,
        int repeats,
        double erasingProbability,
        double testCropRatio) {
    private static final double MIN_CROP_AREA = 0.08;
    private static final double FLIP = 0.5;
    private static final double TEST_CROP_RATIO = 0.875;

    /** Table 9, iNaturalist and Food-101. */
    public static final FinetuneAugmentation LARGE_DATA = of(PolicyRecipe.randAugment(7), ColourJitter.BEIT, 3, 0);
    /** Table 9, Cars, Clipart, Painting and Sketch. */
    public static final FinetuneAugmentation SMALL_DATA = of(PolicyRecipe.randAugment(9), ColourJitter.BEIT, 1, 0);
    /** BEiT's on ImageNet-1k. */
    public static final FinetuneAugmentation IMAGENET = of(PolicyRecipe.randAugment(9), ColourJitter.BEIT, 1, 0.25);
    /** Crop and flip only. */
    public static final FinetuneAugmentation CROP_AND_FLIP = of(PolicyRecipe.NONE, ColourJitter.NONE, 1, 0);

    private static FinetuneAugmentation of(
            PolicyRecipe policy, ColourJitter jitter, int repeats, double erasingProbability) {
        return new FinetuneAugmentation(
                MIN_CROP_AREA, FLIP, policy, jitter, repeats, erasingProbability, TEST_CROP_RATIO);
    }

    /** Checks the numbers. */
    public FinetuneAugmentation {
        Problems.of("FinetuneAugmentation")
                .require(minCropArea > 0 && minCropArea <= 1, "expected 0 < minCropArea <= 1, got " + minCropArea)
                .share("flipProbability", flipProbability)
                .atLeast(1, "repeats", repeats)
                .share("erasingProbability", erasingProbability)
                .require(
                        testCropRatio > 0 && testCropRatio <= 1,
                        "expected 0 < testCropRatio <= 1, got " + testCropRatio)
                .throwIfAny();
    }

    /** Returns the same with other crops: the smallest of training, as a share of the image, and that of tests. */
    public FinetuneAugmentation withCrops(double newMinCropArea, double newTestCropRatio) {
        return new FinetuneAugmentation(
                newMinCropArea, flipProbability, policy, jitter, repeats, erasingProbability, newTestCropRatio);
    }
}

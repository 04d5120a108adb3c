package io.splitmask.recipe;

import io.splitmask.config.Problems;

/**
 * How images are changed before pre-training, in this order: crop, flip, jitter, greyscale, blur, solarise.
 *
 * @param minCropArea smallest random crop, as a share of the image
 * @param maxCropArea largest random crop, as a share of the image
 * @param resampling how crops are resized
 * @param flipProbability of swapping left and right
 * @param jitter changes of colour
 * @param greyscaleProbability of removing colour
 * @param blurProbability of a Gaussian blur of radius {@value #MIN_BLUR_RADIUS} to {@value #MAX_BLUR_RADIUS} pixels
 * @param solariseProbability of inverting values from {@value #SOLARISE_THRESHOLD}
 */
public record PretrainAugmentation(
        double minCropArea,
        double maxCropArea,
        CropResampling resampling,
        double flipProbability,
        ColourJitter jitter,
        double greyscaleProbability,
        double blurProbability,
        double solariseProbability) {
    /** Smallest radius of the blur in pixels: {@value}. */
    public static final double MIN_BLUR_RADIUS = 0.1;
    /** Largest radius of the blur in pixels: {@value}. */
    public static final double MAX_BLUR_RADIUS = 2;
    /** Values of 0 to 255 from which solarising inverts: {@value}. */
    public static final int SOLARISE_THRESHOLD = 128;

    /** SplitMask: random crop and flip. */
    public static final PretrainAugmentation CROP_AND_FLIP =
            new PretrainAugmentation(0.08, 1, CropResampling.BICUBIC, 0.5, ColourJitter.NONE, 0, 0, 0);
    /** SplitMask on ADE20k: crops of at most a quarter of the image. */
    public static final PretrainAugmentation ADE20K = CROP_AND_FLIP.withCropArea(0.08, 0.25);
    /** SplitMask on small data sets (Cars, Clipart, Painting, Sketch); the paper gives no strengths. */
    public static final PretrainAugmentation SMALL_DATA =
            new PretrainAugmentation(0.08, 1, CropResampling.BICUBIC, 0.5, ColourJitter.BYOL, 0.2, 0.5, 0.2);
    /** BEiT: crop, flip and colour jitter. */
    public static final PretrainAugmentation BEIT =
            new PretrainAugmentation(0.08, 1, CropResampling.BICUBIC, 0.5, ColourJitter.BEIT, 0, 0, 0);

    /** BYOL's, of which MoCo v3 makes its first view: always blurred. */
    public static final PretrainAugmentation BYOL_BLURRED =
            new PretrainAugmentation(0.08, 1, CropResampling.BILINEAR, 0.5, ColourJitter.BYOL, 0.2, 1, 0);
    /** BYOL's, of which MoCo v3 makes its second view: seldom blurred, sometimes solarised. */
    public static final PretrainAugmentation BYOL_SOLARISED =
            new PretrainAugmentation(0.08, 1, CropResampling.BILINEAR, 0.5, ColourJitter.BYOL, 0.2, 0.1, 0.2);
    /** DINO's first global crop. */
    public static final PretrainAugmentation DINO_GLOBAL_1 =
            new PretrainAugmentation(0.4, 1, CropResampling.BICUBIC, 0.5, ColourJitter.BYOL, 0.2, 1, 0);
    /** DINO's second global crop. */
    public static final PretrainAugmentation DINO_GLOBAL_2 =
            new PretrainAugmentation(0.4, 1, CropResampling.BICUBIC, 0.5, ColourJitter.BYOL, 0.2, 0.1, 0.2);
    /** DINO's local crops. */
    public static final PretrainAugmentation DINO_LOCAL =
            new PretrainAugmentation(0.05, 0.4, CropResampling.BICUBIC, 0.5, ColourJitter.BYOL, 0.2, 0.5, 0);

    /** Returns the same with another smallest crop. */
    public PretrainAugmentation withMinCropArea(double newMinCropArea) {
        return withCropArea(newMinCropArea, maxCropArea);
    }

    /** Returns the same with another range of crops, as shares of the image. */
    public PretrainAugmentation withCropArea(double newMinCropArea, double newMaxCropArea) {
        return new PretrainAugmentation(
                newMinCropArea,
                newMaxCropArea,
                resampling,
                flipProbability,
                jitter,
                greyscaleProbability,
                blurProbability,
                solariseProbability);
    }

    /** Checks the numbers. */
    public PretrainAugmentation {
        Problems.of("PretrainAugmentation")
                .require(
                        minCropArea > 0 && minCropArea <= maxCropArea && maxCropArea <= 1,
                        "expected 0 < minCropArea <= maxCropArea <= 1, got " + minCropArea + " and " + maxCropArea)
                .share("flipProbability", flipProbability)
                .share("greyscaleProbability", greyscaleProbability)
                .share("blurProbability", blurProbability)
                .share("solariseProbability", solariseProbability)
                .throwIfAny();
    }
}

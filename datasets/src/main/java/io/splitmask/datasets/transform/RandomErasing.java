package io.splitmask.datasets.transform;

import java.util.random.RandomGenerator;

/**
 * Fills a random rectangle of normalised pixels with noise, each value from the normal distribution of mean 0 and
 * deviation 1 in 4,096 equally likely steps.
 *
 * <p>Up to {@value #NUM_TRIES} tries: area = U(minArea, maxArea) * Hi * Wi, ratio = exp(U(ln minRatio, ln 1/minRatio)),
 * height = round(sqrt(area * ratio)), width = round(sqrt(area / ratio)), halves to even; the rectangle is taken if it is
 * smaller than the image both ways, at a place uniform over all that fit. Nothing is erased if all tries fail. Draws, in
 * this order: whether to erase; area and ratio of each try; top and left; the noise, row by row and channel by channel.
 *
 * @param probability of erasing, 0..1
 * @param minArea smallest share of the image, above 0
 * @param maxArea largest share, at most 1
 * @param minRatio lowest height / width, above 0 and at most 1; the highest is its inverse
 * @see "Zhong et al. 2020, Random erasing; timm 0.3.3, timm/data/random_erasing.py, mode pixel"
 */
public record RandomErasing(double probability, double minArea, double maxArea, double minRatio) {
    /** {@value} tries. */
    public static final int NUM_TRIES = 10;

    /** Erases nothing. */
    public static final RandomErasing NONE = withProbability(0);

    /** Checks the ranges. */
    public RandomErasing {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("erasing probability: expected 0..1, got " + probability);
        }
        if (!(minArea > 0 && minArea <= maxArea && maxArea <= 1)) {
            throw new IllegalArgumentException(
                    "erased area: expected 0 < min <= max <= 1, got " + minArea + " and " + maxArea);
        }
        if (!(minRatio > 0 && minRatio <= 1)) {
            throw new IllegalArgumentException("erased ratio: expected above 0 and at most 1, got " + minRatio);
        }
    }

    /** The usual areas, 2 % to a third of the image, and ratios, 0.3 to 1 / 0.3. */
    public static RandomErasing withProbability(double probability) {
        return new RandomErasing(probability, 0.02, 1.0 / 3, 0.3);
    }

    /**
     * Erases in place.
     *
     * @param pixels [3, Hi, Wi], row-major
     */
    void apply(float[] pixels, int height, int width, RandomGenerator random) {
        if (probability == 0 || random.nextDouble() >= probability) {
            return;
        }
        for (int i = 0; i < NUM_TRIES; i++) {
            double area = (minArea + (maxArea - minArea) * random.nextDouble()) * height * width;
            double ratio = Math.exp(Math.log(minRatio) * (1 - 2 * random.nextDouble()));
            int boxHeight = (int) Math.rint(Math.sqrt(area * ratio));
            int boxWidth = (int) Math.rint(Math.sqrt(area / ratio));
            if (boxWidth < width && boxHeight < height) {
                int top = random.nextInt(height - boxHeight + 1);
                int left = random.nextInt(width - boxWidth + 1);
                for (int row = 0; row < 3 * boxHeight; row++) {
                    int y = row / boxHeight * height + top + row % boxHeight;
                    int start = y * width + left;
                    NormalNoise.fill(pixels, start, start + boxWidth, random);
                }
                return;
            }
        }
    }
}

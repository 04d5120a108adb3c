package io.splitmask.datasets.transform;

import java.util.random.RandomGenerator;

/**
 * Draws boxes of random area and aspect, as torchvision's and timm's {@code RandomResizedCrop}.
 *
 * <p>Up to {@value #NUM_TRIES} tries: area = U(scale) * Hi * Wi, ratio = exp(U(ln ratio)), width = round(sqrt(area *
 * ratio)), height = round(sqrt(area / ratio)), halves to even; the box is taken if it fits, at an offset uniform over
 * all that fit. After that the largest centred box within the ratios.
 *
 * @param minScale lowest share of the image's area, above 0
 * @param maxScale highest share, at most 1
 * @param minRatio lowest width / height, above 0
 * @param maxRatio highest width / height
 */
public record RandomResizedCrop(double minScale, double maxScale, double minRatio, double maxRatio) {
    /** {@value} tries before the fallback. */
    public static final int NUM_TRIES = 10;

    /** Scale 0.08 to 1 and ratio 3/4 to 4/3, the default of the recipes. */
    public static final RandomResizedCrop STANDARD = ofScale(0.08, 1);

    /** Checks the ranges. */
    public RandomResizedCrop {
        if (!(minScale > 0 && minScale <= maxScale && maxScale <= 1)) {
            throw new IllegalArgumentException(
                    "crop scale: expected 0 < min <= max <= 1, got " + minScale + " and " + maxScale);
        }
        if (!(minRatio > 0 && minRatio <= maxRatio && maxRatio < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "crop ratio: expected 0 < min <= max, got " + minRatio + " and " + maxRatio);
        }
    }

    /** Another scale with the usual ratio of 3/4 to 4/3. */
    public static RandomResizedCrop ofScale(double minScale, double maxScale) {
        return new RandomResizedCrop(minScale, maxScale, 3.0 / 4, 4.0 / 3);
    }

    /** Draws a box inside an image of the given size. */
    public Box sample(int imageWidth, int imageHeight, RandomGenerator random) {
        double imageArea = (double) imageWidth * imageHeight;
        double minLogRatio = Math.log(minRatio);
        double maxLogRatio = Math.log(maxRatio);
        for (int i = 0; i < NUM_TRIES; i++) {
            double area = uniform(minScale, maxScale, random) * imageArea;
            double ratio = Math.exp(uniform(minLogRatio, maxLogRatio, random));
            int width = (int) Math.rint(Math.sqrt(area * ratio));
            int height = (int) Math.rint(Math.sqrt(area / ratio));
            if (width > 0 && width <= imageWidth && height > 0 && height <= imageHeight) {
                int y = random.nextInt(imageHeight - height + 1);
                int x = random.nextInt(imageWidth - width + 1);
                return new Box(x, y, width, height);
            }
        }
        return fallback(imageWidth, imageHeight);
    }

    private Box fallback(int imageWidth, int imageHeight) {
        int width = imageWidth;
        int height = imageHeight;
        double imageRatio = (double) imageWidth / imageHeight;
        if (imageRatio < minRatio) {
            height = Math.max(1, (int) Math.rint(width / minRatio));
        } else if (imageRatio > maxRatio) {
            width = Math.max(1, (int) Math.rint(height * maxRatio));
        }
        return new Box((imageWidth - width) / 2, (imageHeight - height) / 2, width, height);
    }

    private static double uniform(double low, double high, RandomGenerator random) {
        return low + (high - low) * random.nextDouble();
    }
}

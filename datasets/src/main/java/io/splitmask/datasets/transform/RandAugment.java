package io.splitmask.datasets.transform;

import io.splitmask.data.Image;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Draws operations, with replacement, from 15 that grow stronger with the magnitude, and does each with probability
 * {@value #PROBABILITY}. {@code RandAugment.of(9)} is timm's {@code rand-m9-mstd0.5-inc1}.
 *
 * <p>Draws, in this order: all operations; then for each whether it is done, its magnitude, and its direction if it has
 * one.
 *
 * @param magnitude mean strength, 0..10
 * @param deviation standard deviation of the strength, at least 0; the strength is cut to 0..10
 * @param numOperations drawn for an image, at least 1
 * @param style of turning and moving
 * @see "Cubuk et al. 2020, RandAugment; timm 0.3.3, timm/data/auto_augment.py; recipes: RandAugment"
 */
public record RandAugment(double magnitude, double deviation, int numOperations, WarpStyle style)
        implements Augmentation {
    /** Of doing a drawn operation: {@value}. */
    public static final double PROBABILITY = 0.5;

    /** Standard deviation of the strength in all recipes: {@value}. */
    public static final double DEFAULT_DEVIATION = 0.5;

    private static final List<PolicyOperation> OPERATIONS = List.of(
            PolicyOperation.AUTO_CONTRAST,
            PolicyOperation.EQUALISE,
            PolicyOperation.INVERT,
            PolicyOperation.ROTATE,
            PolicyOperation.POSTERISE_INCREASING,
            PolicyOperation.SOLARISE_INCREASING,
            PolicyOperation.SOLARISE_ADD,
            PolicyOperation.SATURATION_INCREASING,
            PolicyOperation.CONTRAST_INCREASING,
            PolicyOperation.BRIGHTNESS_INCREASING,
            PolicyOperation.SHARPNESS_INCREASING,
            PolicyOperation.SHEAR_X,
            PolicyOperation.SHEAR_Y,
            PolicyOperation.TRANSLATE_X,
            PolicyOperation.TRANSLATE_Y);

    /** Checks the numbers. */
    public RandAugment {
        if (!(magnitude >= 0 && magnitude <= PolicyOperation.MAX_MAGNITUDE)) {
            throw new IllegalArgumentException("RandAugment: expected a magnitude of 0..10, got " + magnitude);
        }
        if (!(deviation >= 0 && deviation < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("RandAugment: expected a deviation >= 0, got " + deviation);
        }
        if (numOperations < 1) {
            throw new IllegalArgumentException("RandAugment: expected at least 1 operation, got " + numOperations);
        }
    }

    /** Two operations of a mean magnitude, with the usual deviation and style. */
    public static RandAugment of(double magnitude) {
        return new RandAugment(magnitude, DEFAULT_DEVIATION, 2, WarpStyle.IMAGENET);
    }

    @Override
    public Image apply(Image image, RandomGenerator random) {
        int[] drawn = new int[numOperations];
        for (int i = 0; i < numOperations; i++) {
            drawn[i] = random.nextInt(OPERATIONS.size());
        }
        Image changed = image;
        for (int operation : drawn) {
            if (random.nextDouble() < PROBABILITY) {
                double drawnMagnitude = PolicyOperation.drawMagnitude(magnitude, deviation, random);
                changed = OPERATIONS.get(operation).apply(changed, drawnMagnitude, style, random);
            }
        }
        return changed;
    }
}

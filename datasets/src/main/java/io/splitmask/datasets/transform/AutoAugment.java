package io.splitmask.datasets.transform;

import io.splitmask.data.Image;
import java.util.random.RandomGenerator;

/**
 * Draws one of a policy's pairs of operations, found by search on ImageNet, and does each of the two with the pair's
 * own probability and magnitude.
 *
 * <p>Draws, in this order: the pair; then for each operation whether it is done (nothing if it always is), its
 * magnitude if that varies, and its direction if it has one.
 *
 * @param policy the pairs
 * @param deviation standard deviation of the magnitudes, 0 for none
 * @param style of turning and moving
 * @see "Cubuk et al. 2019, AutoAugment; timm 0.3.3, timm/data/auto_augment.py"
 */
public record AutoAugment(AutoAugmentPolicy policy, double deviation, WarpStyle style) implements Augmentation {
    /** The paper's policy for ImageNet, without variation of the magnitudes. */
    public static final AutoAugment ORIGINAL = new AutoAugment(AutoAugmentPolicy.ORIGINAL, 0, WarpStyle.IMAGENET);

    /** Checks the deviation. */
    public AutoAugment {
        if (!(deviation >= 0 && deviation < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("AutoAugment: expected a deviation >= 0, got " + deviation);
        }
    }

    @Override
    public Image apply(Image image, RandomGenerator random) {
        AutoAugmentPolicy.Pair pair =
                policy.pairs().get(random.nextInt(policy.pairs().size()));
        return apply(pair.second(), apply(pair.first(), image, random), random);
    }

    private Image apply(AutoAugmentPolicy.Step step, Image image, RandomGenerator random) {
        if (step.probability() < 1 && random.nextDouble() >= step.probability()) {
            return image;
        }
        double magnitude = PolicyOperation.drawMagnitude(step.magnitude(), deviation, random);
        return step.operation().apply(image, magnitude, style, random);
    }
}

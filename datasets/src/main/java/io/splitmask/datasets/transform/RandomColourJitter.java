package io.splitmask.datasets.transform;

import io.splitmask.data.Image;
import java.util.random.RandomGenerator;

/**
 * Random changes of brightness, contrast, saturation and hue, in random order. A strength of 0 leaves a property alone.
 *
 * <p>Draws, in this order: the order, always; then of the properties that change, brightness, contrast and saturation
 * factors uniform in max(0, 1 - x) .. 1 + x, and a turn of the hue uniform in -x .. x.
 *
 * @param brightness at least 0
 * @param contrast at least 0
 * @param saturation at least 0
 * @param hue 0..0.5, as a share of the colour wheel
 * @see "torchvision/transforms/transforms.py, ColorJitter; recipes: colour jitter"
 */
public record RandomColourJitter(double brightness, double contrast, double saturation, double hue)
        implements Augmentation {
    /** BEiT's: 0.4 each, no hue. */
    public static final RandomColourJitter BEIT = new RandomColourJitter(0.4, 0.4, 0.4, 0);
    /** That of BYOL, DINO and MoCo v3, who apply it to 80 % of the images. */
    public static final RandomColourJitter BYOL = new RandomColourJitter(0.4, 0.4, 0.2, 0.1);

    private static final int NUM_PROPERTIES = 4;

    /** Checks the strengths. */
    public RandomColourJitter {
        requireFactor("brightness", brightness);
        requireFactor("contrast", contrast);
        requireFactor("saturation", saturation);
        if (!(hue >= 0 && hue <= 0.5)) {
            throw new IllegalArgumentException("colour jitter: expected hue from 0 to 0.5, got " + hue);
        }
    }

    private static void requireFactor(String name, double strength) {
        if (!(strength >= 0 && strength < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("colour jitter: expected " + name + " >= 0, got " + strength);
        }
    }

    @Override
    public Image apply(Image image, RandomGenerator random) {
        int[] order = order(random);
        double brightnessFactor = factor(brightness, random);
        double contrastFactor = factor(contrast, random);
        double saturationFactor = factor(saturation, random);
        double turn = hue == 0 ? 0 : hue * (2 * random.nextDouble() - 1);
        Image changed = image;
        for (int property : order) {
            changed = switch (property) {
                case 0 -> brightness == 0 ? changed : Enhancement.brightness(changed, brightnessFactor);
                case 1 -> contrast == 0 ? changed : Enhancement.contrast(changed, contrastFactor);
                case 2 -> saturation == 0 ? changed : Enhancement.saturation(changed, saturationFactor);
                default -> hue == 0 ? changed : HueShift.apply(changed, turn);
            };
        }
        return changed;
    }

    /** Returns the properties 0..3 in random order. */
    static int[] order(RandomGenerator random) {
        int[] order = new int[NUM_PROPERTIES];
        for (int i = 0; i < NUM_PROPERTIES; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    private static double factor(double strength, RandomGenerator random) {
        if (strength == 0) {
            return 1;
        }
        double low = Math.max(0, 1 - strength);
        return low + (1 + strength - low) * random.nextDouble();
    }
}

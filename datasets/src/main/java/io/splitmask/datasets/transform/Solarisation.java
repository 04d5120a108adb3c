package io.splitmask.datasets.transform;

import io.splitmask.data.Image;
import java.util.random.RandomGenerator;

/**
 * Inverts bright values: {@code v < threshold} stays, any other becomes {@code 255 - v}. Draws nothing.
 *
 * @param threshold 0..256
 * @see "Pillow, ImageOps.solarize; recipes, section 2.10"
 */
public record Solarisation(int threshold) implements Augmentation {
    /** That of BYOL, DINO and MoCo v3: from 128 on. */
    public static final Solarisation BYOL = new Solarisation(128);

    /** Checks the threshold. */
    public Solarisation {
        if (threshold < 0 || threshold > Levels.NUM_LEVELS) {
            throw new IllegalArgumentException(
                    "solarisation: expected a threshold from 0 to " + Levels.NUM_LEVELS + ", got " + threshold);
        }
    }

    @Override
    public Image apply(Image image, RandomGenerator random) {
        return Levels.solarise(image, threshold);
    }
}

package io.splitmask.datasets.transform;

import io.splitmask.data.Image;
import java.util.random.RandomGenerator;

/** Turns a picture of any size into normalised square pixels. Implementations have no state: any thread may call. */
public interface Transform {
    /** Returns Hi = Wi of the result in pixels. */
    int imageSize();

    /** Returns true if the result has half-resolution pixels too. */
    default boolean makesHalfPixels() {
        return false;
    }

    /**
     * Transforms one image.
     *
     * @param image not changed
     * @param random the only source of randomness
     */
    Views apply(Image image, RandomGenerator random);
}

package io.splitmask.datasets.transform;

import io.splitmask.data.Image;
import java.util.random.RandomGenerator;

/** A random change of a picture that keeps its size. Implementations have no state: any thread may call. */
@FunctionalInterface
public interface Augmentation {
    /** Changes nothing and draws nothing. */
    Augmentation NONE = (image, random) -> image;

    /**
     * Changes one image.
     *
     * @param image not changed
     * @param random the only source of randomness
     * @return the same object if nothing changes
     */
    Image apply(Image image, RandomGenerator random);

    /** Returns this change followed by another one. */
    default Augmentation then(Augmentation next) {
        if (this == NONE) {
            return next;
        }
        return next == NONE ? this : (image, random) -> next.apply(apply(image, random), random);
    }

    /**
     * Returns a change that happens to a share of the images. One number is drawn for it, none if it is always or
     * never.
     *
     * @param probability 0..1
     */
    default Augmentation withProbability(double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability: expected 0..1, got " + probability);
        }
        if (probability == 0) {
            return NONE;
        }
        return probability == 1
                ? this
                : (image, random) -> random.nextDouble() < probability ? apply(image, random) : image;
    }
}

package io.splitmask.datasets.transform;

import io.splitmask.data.Image;
import io.splitmask.data.View;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Turns a picture of any size into normalised square pixels: one view of it, or several for methods that compare views.
 * Implementations have no state: any thread may call.
 */
public interface Transform {
    /** Returns the sizes of the views, always the same. */
    List<ViewSize> sizes();

    /**
     * Transforms one image.
     *
     * @param image not changed
     * @param random the only source of randomness
     * @return a view of each of {@link #sizes}
     */
    List<View> apply(Image image, RandomGenerator random);
}

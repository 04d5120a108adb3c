package io.splitmask.datasets.transform;

import io.splitmask.data.Image;
import io.splitmask.data.View;
import java.util.List;
import java.util.random.RandomGenerator;

/** A transform that tells how far it is, so that its parts can be timed. */
public interface StagedTransform extends Transform {
    /**
     * Transforms one image as {@link #apply(Image, RandomGenerator)} does.
     *
     * @param listener called from this thread
     */
    List<View> apply(Image image, RandomGenerator random, Stage.Listener listener);

    @Override
    default List<View> apply(Image image, RandomGenerator random) {
        return apply(image, random, Stage.Listener.NONE);
    }
}

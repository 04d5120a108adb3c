package io.splitmask.masking;

import io.splitmask.nn.PatchGrid;
import java.util.random.RandomGenerator;

/** Draws the two sets of patches for each image of a batch. Implementations are immutable. */
@FunctionalInterface
public interface MaskGenerator {
    /**
     * Draws a split for every image; all images have the same counts.
     *
     * @param batchSize B
     * @param grid Gh x Gw patches
     * @param random where the draws come from; the result depends on nothing else
     * @return the index sets
     * @throws IllegalArgumentException if the grid is too small to leave both sets a patch
     */
    Split generate(int batchSize, PatchGrid grid, RandomGenerator random);
}

package io.splitmask.masking;

import java.util.random.RandomGenerator;

/** Uniform draws among patches. */
final class RandomPatches {
    private RandomPatches() {}

    /** Moves {@code count} randomly chosen values to the front of the array, all subsets equally likely. */
    static void drawToFront(int[] values, int count, RandomGenerator random) {
        for (int i = 0; i < count; i++) {
            int chosen = random.nextInt(i, values.length);
            int value = values[i];
            values[i] = values[chosen];
            values[chosen] = value;
        }
    }
}

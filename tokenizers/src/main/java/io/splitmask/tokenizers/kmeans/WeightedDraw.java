package io.splitmask.tokenizers.kmeans;

import java.util.random.RandomGenerator;

/** Draws positions with given probabilities. */
final class WeightedDraw {
    private WeightedDraw() {}

    /**
     * Draws a position with a probability proportional to its weight; a weight of 0 or less is never drawn.
     *
     * @return the position, or -1 if no weight is above 0
     */
    static int of(float[] weights, RandomGenerator random) {
        double total = 0;
        for (float weight : weights) {
            total += Math.max(0f, weight);
        }
        double rest = random.nextDouble() * total;
        int last = -1;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                last = i;
                rest -= weights[i];
                if (rest < 0) {
                    return i;
                }
            }
        }
        return last; // rounding can use up the whole sum
    }
}

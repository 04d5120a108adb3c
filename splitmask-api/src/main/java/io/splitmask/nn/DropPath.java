package io.splitmask.nn;

import io.splitmask.config.Problems;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Stochastic depth: per image and residual branch keep with probability {@code 1 - p} and divide by it, else zero
 * (recipes: block i of L has {@code p i / (L - 1)}).
 */
public final class DropPath {
    /**
     * Factors of one block, each [B, 1, 1].
     *
     * @param attention of the attention branch
     * @param mlp of the MLP branch
     */
    public record Factors(Tensor attention, Tensor mlp) {}

    private DropPath() {}

    /**
     * Returns the probability of keeping a branch.
     *
     * @param rate p of the last block, 0..1
     * @param i number of the block, from 0
     * @param depth L, number of blocks
     */
    public static double keepProbability(double rate, int i, int depth) {
        return depth == 1 ? 1 : 1 - rate * i / (depth - 1);
    }

    /**
     * Draws the factors of all blocks.
     *
     * @param rate p of the last block, 0..1
     * @param depth L, number of blocks
     * @param batch B
     * @return one entry per block; none at rate 0
     */
    public static List<Factors> draw(Backend backend, double rate, int depth, int batch, RandomGenerator random) {
        Problems.of("DropPath").share("rate", rate).throwIfAny();
        if (rate == 0) {
            return List.of();
        }
        List<Factors> all = new ArrayList<>(depth);
        for (int i = 0; i < depth; i++) {
            double keep = keepProbability(rate, i, depth);
            Tensor attention = factors(backend, keep, batch, random);
            all.add(new Factors(attention, factors(backend, keep, batch, random)));
        }
        return all;
    }

    /** Takes those of images {@code start} (inclusive) to {@code stop} (exclusive); an empty list stays empty. */
    public static List<Factors> rows(List<Factors> all, int start, int stop) {
        return all.stream()
                .map(f ->
                        new Factors(f.attention().slice(0, start, stop), f.mlp().slice(0, start, stop)))
                .toList();
    }

    private static Tensor factors(Backend backend, double keep, int batch, RandomGenerator random) {
        float[] values = new float[batch];
        for (int b = 0; b < batch; b++) {
            values[b] = random.nextDouble() < keep ? (float) (1 / keep) : 0f;
        }
        return Tensor.of(backend, values, batch, 1, 1);
    }
}

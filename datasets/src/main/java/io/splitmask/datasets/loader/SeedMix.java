package io.splitmask.datasets.loader;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Derives independent random streams from (seed, epoch, index), so that no stream depends on who draws first. */
final class SeedMix {
    private static final long ORDER_STREAM = 0x6F72646572L;
    private static final long IMAGE_STREAM = 0x696D616765L;

    private SeedMix() {}

    /** Returns the stream that shuffles an epoch. */
    static RandomGenerator order(long seed, long epoch) {
        return new SplittableRandom(mix(mix(mix(ORDER_STREAM) ^ seed) ^ epoch));
    }

    /** Returns the stream that augments one image in one epoch, for each of its repetitions another one. */
    static RandomGenerator image(long seed, long epoch, int index, int repetition) {
        long once = mix(mix(mix(mix(IMAGE_STREAM) ^ seed) ^ epoch) ^ index);
        return new SplittableRandom(repetition == 0 ? once : mix(once ^ repetition));
    }

    /** SplitMix64's step and finaliser: every input bit changes about half of the output bits. */
    private static long mix(long z) {
        z += 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}

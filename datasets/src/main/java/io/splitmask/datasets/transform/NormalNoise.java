package io.splitmask.datasets.transform;

import io.splitmask.random.NormalDistribution;
import java.util.random.RandomGenerator;

/**
 * Values of the normal distribution of mean 0 and deviation 1, in steps: each is one of 4,096 equally likely quantiles, up
 * to 3.7 either way. Exact quantiles of random numbers take 11 times as long (benchmarks/RESULTS.md).
 */
final class NormalNoise {
    /** Of a random number, for each value. */
    private static final int BITS = 12;

    private static final int VALUES_PER_NUMBER = Long.SIZE / BITS;
    private static final float[] QUANTILES = quantiles();

    private NormalNoise() {}

    /** Those in the middle of equal shares. */
    private static float[] quantiles() {
        float[] values = new float[1 << BITS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) NormalDistribution.quantile((i + 0.5) / values.length);
        }
        return values;
    }

    /** Fills a run of values; a random number gives {@value #VALUES_PER_NUMBER} of them, its lowest bits the first. */
    static void fill(float[] values, int from, int to, RandomGenerator random) {
        for (int begin = from; begin < to; begin += VALUES_PER_NUMBER) {
            long bits = random.nextLong();
            int end = Math.min(to, begin + VALUES_PER_NUMBER);
            for (int i = begin; i < end; i++) {
                values[i] = QUANTILES[(int) bits & (QUANTILES.length - 1)];
                bits >>>= BITS;
            }
        }
    }
}

package io.splitmask.tck;

import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.tensor.Shape;

/** Random tensors from one seed, the same on every JVM; every call goes on with the same stream. */
final class Samples {
    /** Sizes that fit no vector register, no tile and no cache line, plus one that fits them all. */
    static final int[] SIZES = {1, 3, 7, 13, 64, 197};

    private final RandomStream random;

    Samples(long seed) {
        this.random = SplittableSeed.of(seed).child("backend-tck").stream();
    }

    /** Normally distributed, mean 0 and variance 1. */
    Sample normal(int... dims) {
        Shape shape = Shape.of(dims);
        float[] values = new float[shape.intSize()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Sample.of(shape, values);
    }

    /** Uniform between two bounds. */
    Sample uniform(float low, float high, int... dims) {
        Shape shape = Shape.of(dims);
        float[] values = new float[shape.intSize()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (low + (high - low) * random.nextDouble());
        }
        return Sample.of(shape, values);
    }

    /** Multiples of 1/16 below 8 in magnitude: sums with offsets up to a few thousand stay exact. */
    Sample sixteenths(int... dims) {
        Shape shape = Shape.of(dims);
        float[] values = new float[shape.intSize()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(-128, 128) / 16f;
        }
        return Sample.of(shape, values);
    }

    /** Whole numbers from 0 to below the bound, with repetitions. */
    Sample indices(int bound, int... dims) {
        Shape shape = Shape.of(dims);
        int[] values = new int[shape.intSize()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(bound);
        }
        return Sample.ofInts(shape, values);
    }
}

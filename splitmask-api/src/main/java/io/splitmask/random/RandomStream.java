package io.splitmask.random;

import java.util.random.RandomGenerator;

/**
 * The xoshiro256++ generator. Every method is defined here and uses strict mathematics, so that a seed gives the same
 * numbers on every JVM: the default methods of {@link RandomGenerator} differ between versions of Java. Not
 * thread-safe: derive a stream per thread with {@link SplittableSeed}.
 *
 * @see "Blackman, Vigna 2021: Scrambled linear pseudorandom number generators; xoshiro256plusplus.c, public domain"
 */
public final class RandomStream implements RandomGenerator {
    private long s0;
    private long s1;
    private long s2;
    private long s3;

    /** Creates the stream of a seed's two halves. */
    RandomStream(long high, long low) {
        SplitMix upper = new SplitMix(high);
        SplitMix lower = new SplitMix(low);
        // Two values in a row of one SplitMix are never both 0, so the state is valid.
        s0 = upper.next();
        s1 = upper.next();
        s2 = lower.next();
        s3 = lower.next();
    }

    /** Creates a stream with this state. */
    RandomStream(long s0, long s1, long s2, long s3) {
        this.s0 = s0;
        this.s1 = s1;
        this.s2 = s2;
        this.s3 = s3;
    }

    @Override
    public long nextLong() {
        long result = Long.rotateLeft(s0 + s3, 23) + s0;
        long shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = Long.rotateLeft(s3, 45);
        return result;
    }

    @Override
    public int nextInt() {
        return (int) (nextLong() >>> 32);
    }

    @Override
    public boolean nextBoolean() {
        return nextLong() < 0;
    }

    /** Returns a value of 0 (included) to {@code bound} (not included), all equally likely. */
    @Override
    public int nextInt(int bound) {
        return (int) nextLong(0L, bound);
    }

    /** Returns a value of {@code origin} (included) to {@code bound} (not included), all equally likely. */
    @Override
    public int nextInt(int origin, int bound) {
        return (int) nextLong((long) origin, bound);
    }

    /** Returns a value of 0 (included) to {@code bound} (not included), all equally likely. */
    @Override
    public long nextLong(long bound) {
        return nextLong(0L, bound);
    }

    /** Returns a value of {@code origin} (included) to {@code bound} (not included), all equally likely. */
    @Override
    public long nextLong(long origin, long bound) {
        if (origin >= bound) {
            throw new IllegalArgumentException("expected origin < bound, got " + origin + " and " + bound);
        }
        long range = bound - origin;
        if (range < 0) {
            // More than 2^63 values: at least half of all longs are in range.
            long value = nextLong();
            while (value < origin || value >= bound) {
                value = nextLong();
            }
            return value;
        }
        // The lowest 2^64 mod range products would make some values more likely than others (Lemire 2019).
        long threshold = Long.remainderUnsigned(-range, range);
        long random = nextLong();
        while (Long.compareUnsigned(random * range, threshold) < 0) {
            random = nextLong();
        }
        return origin + unsignedMultiplyHigh(random, range);
    }

    private static long unsignedMultiplyHigh(long random, long range) {
        // Math.multiplyHigh is signed; the range is not negative.
        return Math.multiplyHigh(random, range) + (random >> 63 & range);
    }

    /** Returns a multiple of 2^-24 from 0 (included) to 1 (not included). */
    @Override
    public float nextFloat() {
        return (nextLong() >>> 40) * 0x1p-24f;
    }

    @Override
    public float nextFloat(float bound) {
        return nextFloat(0, bound);
    }

    @Override
    public float nextFloat(float origin, float bound) {
        return (float) Math.min(nextDouble(origin, bound), Math.nextDown(bound));
    }

    /** Returns a multiple of 2^-53 from 0 (included) to 1 (not included). */
    @Override
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    @Override
    public double nextDouble(double bound) {
        return nextDouble(0, bound);
    }

    /** Returns a value of {@code origin} (included) to {@code bound} (not included). */
    @Override
    public double nextDouble(double origin, double bound) {
        if (!(origin < bound && bound - origin < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("expected finite origin < bound, got " + origin + " and " + bound);
        }
        // Rounding can reach the bound.
        return Math.min(nextDouble() * (bound - origin) + origin, Math.nextDown(bound));
    }

    /** Returns a value of the normal distribution of mean 0 and standard deviation 1, from one random number. */
    @Override
    public double nextGaussian() {
        return NormalDistribution.quantile(nextOpenDouble(this));
    }

    @Override
    public double nextGaussian(double mean, double standardDeviation) {
        if (!(standardDeviation >= 0)) {
            throw new IllegalArgumentException("expected a standard deviation >= 0, got " + standardDeviation);
        }
        return mean + standardDeviation * nextGaussian();
    }

    /** Returns a value of the exponential distribution of mean 1. */
    @Override
    public double nextExponential() {
        return -StrictMath.log(nextOpenDouble(this));
    }

    @Override
    public void nextBytes(byte[] bytes) {
        for (int start = 0; start < bytes.length; start += Long.BYTES) {
            long word = nextLong();
            for (int i = start; i < Math.min(start + Long.BYTES, bytes.length); i++) {
                bytes[i] = (byte) (word >>> (Byte.SIZE * (i - start)));
            }
        }
    }

    /** Puts values into a random order, all orders equally likely. */
    public void shuffle(int[] values) {
        for (int last = values.length - 1; last > 0; last--) {
            int chosen = nextInt(last + 1);
            int value = values[last];
            values[last] = values[chosen];
            values[chosen] = value;
        }
    }

    /** Returns an odd multiple of 2^-53 between 0 and 1: never 0 and never 1, so that its logarithm is finite. */
    public static double nextOpenDouble(RandomGenerator random) {
        return (random.nextLong() >>> 12) * 0x1p-52 + 0x1p-53;
    }
}

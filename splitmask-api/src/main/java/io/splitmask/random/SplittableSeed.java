package io.splitmask.random;

import java.nio.charset.StandardCharsets;

/**
 * A seed from which further seeds are derived by names and counters, such as
 * {@code SplittableSeed.of(42).child("masks").child(step)}. What a child gives depends on the path to it alone, not on
 * what else was drawn, so a run resumed at step s needs the seed and s. Immutable; the values are part of the file
 * formats of this library and do not change between its versions.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
public record SplittableSeed(long high, long low) {
    private static final long NAME = 0x6e616d652d2d2d31L;
    private static final long COUNTER = 0x636f756e7465722dL;
    private static final long ROOT = 0x73706c69746d6173L;

    /** Returns the root seed of a run. */
    public static SplittableSeed of(long seed) {
        return new SplittableSeed(0, 0).absorb(ROOT, seed);
    }

    /** Returns the seed of a named part, such as {@code masks}; different names give unrelated seeds. */
    public SplittableSeed child(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        SplittableSeed seed = absorb(NAME, bytes.length);
        for (int start = 0; start < bytes.length; start += Long.BYTES) {
            long word = 0;
            for (int i = start; i < Math.min(start + Long.BYTES, bytes.length); i++) {
                word = word << Byte.SIZE | Byte.toUnsignedLong(bytes[i]);
            }
            seed = seed.absorb(NAME, word);
        }
        return seed;
    }

    /** Returns the seed of a numbered part, such as a step, an epoch or an image's position. */
    public SplittableSeed child(long counter) {
        return absorb(COUNTER, counter);
    }

    /** Returns a new stream of random numbers; every call gives the same stream from its start. */
    public RandomStream stream() {
        return new RandomStream(high, low);
    }

    /** Mixes a word into both halves; for one seed and kind, different words always give different results. */
    private SplittableSeed absorb(long kind, long word) {
        long nextHigh = SplitMix.mix(high ^ SplitMix.mix(word + kind));
        long nextLow = SplitMix.mix((low + Long.rotateLeft(nextHigh, 29)) ^ kind);
        return new SplittableSeed(SplitMix.mix(nextHigh + Long.rotateLeft(low, 17)), nextLow);
    }
}

package io.splitmask.random;

/**
 * The SplitMix64 generator, which fills the states of others.
 *
 * @see "Steele, Lea, Flood 2014; S. Vigna's splitmix64.c, public domain"
 */
final class SplitMix {
    private static final long GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    SplitMix(long state) {
        this.state = state;
    }

    long next() {
        state += GAMMA;
        return mix(state);
    }

    /** A bijection of 64 bits in which every input bit reaches every output bit. */
    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}

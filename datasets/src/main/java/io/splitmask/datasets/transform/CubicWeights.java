package io.splitmask.datasets.transform;

/**
 * Weights of four neighbouring pixels for bicubic interpolation (a = -1) between the second and the third, in whole
 * numbers of {@value #BITS} fraction bits that add up to one. Products with 8-bit values, added up, fit in 32 bits.
 */
record CubicWeights(int first, int second, int third, int fourth) {
    static final int BITS = 22;

    private static final int ONE = 1 << BITS;

    /**
     * Each weight is at most 2 * 2^-{@value #BITS} off.
     *
     * @param fraction distance from the second pixel, 0 to below 1, in {@value #BITS} fraction bits
     */
    static CubicWeights of(int fraction) {
        int rest = ONE - fraction;
        int product = times(fraction, rest);
        int first = -times(product, rest);
        int fourth = -times(product, fraction);
        return new CubicWeights(first, rest - first, fraction - fourth, fourth);
    }

    /** Rounds down a distance of 0 to below 1. */
    static int fraction(double distance) {
        return (int) (distance * ONE);
    }

    private static int times(int a, int b) {
        return (int) ((long) a * b >> BITS);
    }

    /** Interpolates the channel of four pixels in a row, of which the first value is at {@code offset}. */
    int of(byte[] rgb, int offset) {
        return first * (rgb[offset] & 0xFF)
                + second * (rgb[offset + 3] & 0xFF)
                + third * (rgb[offset + 6] & 0xFF)
                + fourth * (rgb[offset + 9] & 0xFF);
    }
}

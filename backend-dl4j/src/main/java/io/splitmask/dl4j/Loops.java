package io.splitmask.dl4j;

/**
 * The loops over arrays in which the row-wise kernels spend their time. There are two forms, one in plain Java and one
 * with the JDK's Vector API, and they give the same bits: what is computed does not depend on the form.
 *
 * <p>Each works on {@code length} elements from {@code from} on, at the same place in every array.
 */
interface Loops {
    /** The form of this process: with vectors where there are any, which the JVM's options decide. */
    Loops CHOSEN = VectorModule.isUsable() ? new VectorLoops() : new ScalarLoops();

    /** Replaces elements by {@code e^x}, to 2e-7 relative: {@link Exp} says how. */
    void exp(float[] x, int from, int length, Scratch scratch);

    /** Replaces elements by {@code x Phi(x)}. */
    void gelu(float[] x, int from, int length, Scratch scratch);

    /** {@code g *= Phi(x) + x phi(x)}. */
    void multiplyByGeluSlope(float[] x, float[] g, int from, int length, Scratch scratch);

    /**
     * Adds elements up in eight chains, of every eighth element each, and then the chains in pairs. The rest of fewer
     * than eight elements belongs to the first chain.
     */
    float sum(float[] x, int from, int length);

    /** Adds products of two arrays up, in the order of {@link #sum}. */
    float dot(float[] x, float[] y, int from, int length);
}

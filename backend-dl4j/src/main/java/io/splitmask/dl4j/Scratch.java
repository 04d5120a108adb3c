package io.splitmask.dl4j;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * One thread's arrays on the heap. Kernels copy a block of off-heap elements into them, loop, and copy back: the
 * just-in-time compiler vectorises loops over {@code float[]} but not over direct buffers, and the blocks stay in the
 * first-level cache.
 *
 * <p>It does so only if all arrays in a loop are read and written at the same index: where the offsets differ, as in
 * {@code x[from + i] += y[i]}, it must assume that they overlap. Factors of a row are therefore repeated over a whole
 * block ({@link Rows#tile}).
 */
final class Scratch {
    /** Elements per block. */
    static final int BLOCK = 2048;
    /** Elements that one thread takes at a time; smaller loops are not worth waking another. */
    static final int GRAIN = 16 * BLOCK;

    private static final int SLOTS = 8;
    private static final ThreadLocal<Scratch> LOCAL = ThreadLocal.withInitial(Scratch::new);

    private final float[][] floats = new float[SLOTS][BLOCK];
    private int[] ints = new int[BLOCK];
    private float[] inner = new float[BLOCK];
    private final FloatBuffer bitsAsFloats;
    private final IntBuffer bitsAsInts;
    private final Exponentials exponentials = new Exponentials();
    private final Address[] addresses = {new Address(), new Address(), new Address()};

    private Scratch() {
        ByteBuffer bits = ByteBuffer.allocateDirect(BLOCK * Float.BYTES).order(ByteOrder.nativeOrder());
        bitsAsFloats = bits.asFloatBuffer();
        bitsAsInts = bits.asIntBuffer();
    }

    /** Returns the calling thread's arrays. */
    static Scratch get() {
        return LOCAL.get();
    }

    /**
     * Returns an array of at least this size, with arbitrary contents.
     *
     * @param slot 0 to 7
     */
    float[] floats(int slot, int size) {
        if (floats[slot].length < size) {
            floats[slot] = new float[size];
        }
        return floats[slot];
    }

    /** Returns an array of at least this size, with arbitrary contents. */
    int[] ints(int size) {
        if (ints.length < size) {
            ints = new int[size];
        }
        return ints;
    }

    /** Returns an array for the use of {@link Loops} alone. */
    float[] inner(int size) {
        if (inner.length < size) {
            inner = new float[size];
        }
        return inner;
    }

    /** Reads the bits of at most a block as integers: no loop over {@code floatToIntBits} is vectorised. */
    void bitsToInts(float[] source, int[] target, int from, int to) {
        bitsAsFloats.put(0, source, from, to - from);
        bitsAsInts.get(0, target, from, to - from);
    }

    /** Reads the bits of at most a block as floats. */
    void bitsToFloats(int[] source, float[] target, int from, int to) {
        bitsAsInts.put(0, source, from, to - from);
        bitsAsFloats.get(0, target, from, to - from);
    }

    Exponentials exponentials() {
        return exponentials;
    }

    /** Returns one of three pointers for native calls. */
    Address address(int which, long address) {
        return addresses[which].to(address);
    }
}

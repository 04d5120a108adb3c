package io.splitmask.dl4j;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * One thread's arrays on the heap. Kernels copy a block of off-heap elements into them, loop, and copy back: the
 * just-in-time compiler vectorises loops over {@code float[]} but not over direct buffers, and the blocks stay in the
 * first-level cache.
 */
final class Scratch {
    /** Elements per block. */
    static final int BLOCK = 2048;
    /** Elements that one thread takes at a time; smaller loops are not worth waking another. */
    static final int GRAIN = 16 * BLOCK;

    private static final int SLOTS = 8;
    private static final ThreadLocal<Scratch> LOCAL = ThreadLocal.withInitial(Scratch::new);

    private final float[][] floats = new float[SLOTS][BLOCK];
    private final int[] ints = new int[BLOCK];
    private final float[] scales = new float[BLOCK];
    private final FloatBuffer bitsAsFloats;
    private final IntBuffer bitsAsInts;
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

    /** Returns an array of at least this size, with arbitrary contents. @param slot 0 to 7 */
    float[] floats(int slot, int size) {
        if (floats[slot].length < size) {
            floats[slot] = new float[size];
        }
        return floats[slot];
    }

    /** Returns a block of integers. */
    int[] ints() {
        return ints;
    }

    /** Returns the block that {@link Exp} uses. */
    float[] scales() {
        return scales;
    }

    /** Reads the bits of the first elements as integers: no loop over {@code floatToIntBits} is vectorised. */
    void bitsToInts(float[] from, int[] to, int size) {
        bitsAsFloats.put(0, from, 0, size);
        bitsAsInts.get(0, to, 0, size);
    }

    /** Reads the bits of the first elements as floats. */
    void bitsToFloats(int[] from, float[] to, int size) {
        bitsAsInts.put(0, from, 0, size);
        bitsAsFloats.get(0, to, 0, size);
    }

    /** Returns one of three pointers for native calls. */
    Address address(int which, long address) {
        return addresses[which].to(address);
    }
}

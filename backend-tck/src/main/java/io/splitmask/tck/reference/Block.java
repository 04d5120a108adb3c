package io.splitmask.tck.reference;

import io.splitmask.tensor.DType;
import java.util.concurrent.atomic.AtomicInteger;

/** The elements of one or more buffers: one of the two arrays holds them, the other is empty. */
final class Block {
    private final float[] floats;
    private final int[] ints;
    private final AtomicInteger handles = new AtomicInteger(1);

    Block(float[] floats, int[] ints) {
        this.floats = floats;
        this.ints = ints;
    }

    float[] floats() {
        return floats;
    }

    int[] ints() {
        return ints;
    }

    long bytes() {
        return (long) floats.length * DType.FLOAT32.bytes() + (long) ints.length * DType.INT32.bytes();
    }

    Block retain() {
        handles.incrementAndGet();
        return this;
    }

    /** Returns whether that was the last handle. */
    boolean release() {
        return handles.decrementAndGet() == 0;
    }
}

package io.splitmask.dl4j;

import java.nio.FloatBuffer;

/** A part of a {@link Slab}, shared by the buffers that are reshapes of each other. {@link Memory} counts them. */
final class Block {
    private final Slab slab;
    private final int offset;
    private final int size;
    private final FloatBuffer floats;
    private int owners = 1;

    Block(Slab slab, int offset, int size) {
        this.slab = slab;
        this.offset = offset;
        this.size = size;
        floats = slab.floats(offset, size);
    }

    Slab slab() {
        return slab;
    }

    int offset() {
        return offset;
    }

    int size() {
        return size;
    }

    FloatBuffer floats() {
        return floats;
    }

    long address() {
        return slab.address(offset);
    }

    void share() {
        owners++;
    }

    /** Returns whether that was the last owner. */
    boolean leave() {
        owners--;
        return owners == 0;
    }
}

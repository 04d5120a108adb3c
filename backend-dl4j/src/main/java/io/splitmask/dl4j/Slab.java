package io.splitmask.dl4j;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One large allocation of ND4J's from which blocks are cut and to which they return; neighbours that are free are
 * joined. All sizes are in floats. Not thread-safe: {@link Memory} guards it.
 */
final class Slab {
    private static final int ALIGNMENT_BYTES = 64;

    private final INDArray owner;
    private final long address;
    private final FloatBuffer floats;
    private final int size;
    private final TreeMap<Integer, Integer> sizeByOffset = new TreeMap<>();
    private int used;

    /**
     * Takes memory from ND4J.
     *
     * @throws OutOfMemoryError if the system has no more
     */
    Slab(int size) {
        int padding = ALIGNMENT_BYTES / Float.BYTES;
        requireMemory(((long) size + padding) * Float.BYTES);
        owner = Nd4j.createUninitialized(DataType.FLOAT, (long) size + padding);
        long start = owner.data().address();
        address = (start + ALIGNMENT_BYTES - 1) / ALIGNMENT_BYTES * ALIGNMENT_BYTES;
        floats = new Address()
                .to(address, size)
                .asByteBuffer()
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        this.size = size;
        sizeByOffset.put(0, size);
    }

    /** ND4J writes to the memory that it asked for without a look whether it got it, which would end the process. */
    private static void requireMemory(long bytes) {
        Pointer memory = Pointer.malloc(bytes);
        if (memory == null || memory.isNull()) {
            throw new OutOfMemoryError("the system refuses " + bytes + " bytes");
        }
        Pointer.free(memory);
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return used == 0;
    }

    /** Returns the smallest hole that holds so much, or -1. */
    int bestHole(int wanted) {
        int best = -1;
        for (int hole : sizeByOffset.values()) {
            if (hole >= wanted && (best < 0 || hole < best)) {
                best = hole;
            }
        }
        return best;
    }

    /** Cuts a block from the first hole of exactly this size. */
    Block cut(int hole, int wanted) {
        for (Map.Entry<Integer, Integer> entry : sizeByOffset.entrySet()) {
            if (entry.getValue() == hole) {
                int offset = entry.getKey();
                sizeByOffset.remove(offset);
                if (hole > wanted) {
                    sizeByOffset.put(offset + wanted, hole - wanted);
                }
                used += wanted;
                return new Block(this, offset, wanted);
            }
        }
        throw new IllegalStateException("no hole of " + hole + " floats");
    }

    /** Takes a block back. */
    void giveBack(Block block) {
        used -= block.size();
        int offset = block.offset();
        int length = block.size();
        Map.Entry<Integer, Integer> before = sizeByOffset.lowerEntry(offset);
        if (before != null && before.getKey() + before.getValue() == offset) {
            offset = before.getKey();
            length += before.getValue();
        }
        Integer after = sizeByOffset.remove(block.offset() + block.size());
        if (after != null) {
            length += after;
        }
        sizeByOffset.put(offset, length);
    }

    long address(int offset) {
        return address + (long) offset * Float.BYTES;
    }

    FloatBuffer floats(int offset, int length) {
        return floats.slice(offset, length);
    }

    /** Returns the memory to ND4J. */
    void free() {
        owner.close();
    }
}

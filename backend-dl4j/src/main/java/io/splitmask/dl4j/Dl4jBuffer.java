package io.splitmask.dl4j;

import io.splitmask.spi.BackendException;
import io.splitmask.spi.Buffer;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.nio.FloatBuffer;

/**
 * A handle on a block of memory. INT32 elements lie in the same memory, read as floats where they are only moved:
 * moving does not change bits.
 */
final class Dl4jBuffer implements Buffer {
    private final Memory memory;
    private final Block block;
    private final Shape shape;
    private final DType dtype;
    private final int size;
    private boolean closed;

    Dl4jBuffer(Memory memory, Block block, Shape shape, DType dtype) {
        this.memory = memory;
        this.block = block;
        this.shape = shape;
        this.dtype = dtype;
        this.size = shape.intSize();
    }

    /** Returns the buffer as this backend's own. */
    static Dl4jBuffer of(Buffer buffer) {
        if (buffer instanceof Dl4jBuffer own) {
            return own;
        }
        throw new BackendException(
                "expected a buffer of backend 'dl4j', got " + buffer.getClass().getName());
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public DType dtype() {
        return dtype;
    }

    int size() {
        return size;
    }

    /** Returns the size of the last axis; 1 for a single number. */
    int width() {
        return shape.rank() == 0 ? 1 : shape.dim(-1);
    }

    /** Returns the product of all axes but the last. */
    int rows() {
        int rows = 1;
        for (int axis = 0; axis < shape.rank() - 1; axis++) {
            rows *= shape.dim(axis);
        }
        return rows;
    }

    Block block() {
        if (closed) {
            throw new BackendException("buffer " + shape + " was used after it was closed");
        }
        return block;
    }

    /** Returns the elements; only absolute access, so that several threads may use it. */
    FloatBuffer floats() {
        return block().floats();
    }

    long address() {
        return block().address();
    }

    @Override
    public void close() {
        memory.release(block());
        closed = true;
    }
}

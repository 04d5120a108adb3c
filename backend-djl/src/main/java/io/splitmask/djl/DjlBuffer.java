package io.splitmask.djl;

import ai.djl.pytorch.jni.IValue;
import io.splitmask.spi.Buffer;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.util.concurrent.atomic.AtomicBoolean;

/** A contiguous tensor of PyTorch, held as the value that TorchScript methods take and return. */
final class DjlBuffer implements Buffer {
    private final IValue value;
    private final Shape shape;
    private final DType dtype;
    private final MemoryCounter.Block block;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Takes over a tensor.
     *
     * @param value closed with this buffer
     * @param block counts this buffer already
     */
    DjlBuffer(IValue value, Shape shape, DType dtype, MemoryCounter.Block block) {
        this.value = value;
        this.shape = shape;
        this.dtype = dtype;
        this.block = block;
    }

    /**
     * Narrows a buffer of the caller.
     *
     * @throws IllegalArgumentException if another backend made it
     */
    static DjlBuffer of(Buffer buffer) {
        if (buffer instanceof DjlBuffer own) {
            return own;
        }
        throw new IllegalArgumentException(
                "expected a buffer of backend 'djl', got " + buffer.getClass().getSimpleName() + " " + buffer.shape());
    }

    /**
     * Returns the tensor, still owned by this buffer.
     *
     * @throws IllegalStateException if the buffer is closed
     */
    IValue value() {
        if (closed.get()) {
            throw new IllegalStateException("buffer " + this + " is closed");
        }
        return value;
    }

    MemoryCounter.Block block() {
        return block;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public DType dtype() {
        return dtype;
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            throw new IllegalStateException("buffer " + this + " is closed twice");
        }
        value.close();
        block.release();
    }

    @Override
    public String toString() {
        return dtype + " " + shape;
    }
}

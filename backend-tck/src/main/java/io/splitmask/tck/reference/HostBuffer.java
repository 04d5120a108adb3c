package io.splitmask.tck.reference;

import io.splitmask.spi.Buffer;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.util.concurrent.atomic.AtomicBoolean;

/** A handle of a block under a shape. Strict: use or close after close is an error, as is a stranger's buffer. */
final class HostBuffer implements Buffer {
    private final HostMemory memory;
    private final Block block;
    private final Shape shape;
    private final DType dtype;
    private final AtomicBoolean closed = new AtomicBoolean();

    HostBuffer(HostMemory memory, Block block, Shape shape, DType dtype) {
        this.memory = memory;
        this.block = block;
        this.shape = shape;
        this.dtype = dtype;
    }

    /** Looks inside a buffer that must be ours. */
    static HostBuffer of(Buffer buffer) {
        if (buffer instanceof HostBuffer host) {
            return host;
        }
        throw new IllegalArgumentException("expected a buffer of backend '" + ReferenceBackendProvider.NAME + "', got "
                + buffer.getClass().getName());
    }

    /** Returns the elements of a FLOAT32 buffer. */
    static float[] floats(Buffer buffer) {
        HostBuffer host = of(buffer);
        host.expect(DType.FLOAT32);
        return host.block().floats();
    }

    /** Returns the elements of an INT32 buffer. */
    static int[] ints(Buffer buffer) {
        HostBuffer host = of(buffer);
        host.expect(DType.INT32);
        return host.block().ints();
    }

    /** Returns the elements as {@code float[]} or {@code int[]}, for copying. */
    static Object array(Buffer buffer) {
        return buffer.dtype() == DType.FLOAT32 ? floats(buffer) : ints(buffer);
    }

    Block block() {
        if (closed.get()) {
            throw new IllegalStateException("use of closed buffer " + this);
        }
        return block;
    }

    private void expect(DType expected) {
        if (dtype != expected) {
            throw new IllegalArgumentException("expected dtype " + expected + ", got " + this);
        }
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
            throw new IllegalStateException("closed twice: buffer " + this);
        }
        memory.release(block);
    }

    @Override
    public String toString() {
        return dtype + " " + shape;
    }
}

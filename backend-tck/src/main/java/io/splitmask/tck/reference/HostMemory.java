package io.splitmask.tck.reference;

import io.splitmask.spi.MemoryStatistics;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.util.concurrent.atomic.AtomicLong;

/** Makes buffers of one backend and counts what is live. Atomic, because threads may take turns. */
final class HostMemory {
    private final AtomicLong liveBuffers = new AtomicLong();
    private final AtomicLong liveBytes = new AtomicLong();

    HostBuffer floats(float[] values, Shape shape) {
        return allocate(new Block(values, new int[0]), shape, DType.FLOAT32);
    }

    HostBuffer ints(int[] values, Shape shape) {
        return allocate(new Block(new float[0], values), shape, DType.INT32);
    }

    /** Rounds sums once, to single precision. */
    HostBuffer rounded(double[] values, Shape shape) {
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) values[i];
        }
        return floats(out, shape);
    }

    /** Wraps a new {@code float[]} or {@code int[]}. */
    HostBuffer wrap(Object array, Shape shape) {
        return array instanceof float[] values ? floats(values, shape) : ints((int[]) array, shape);
    }

    /** Makes another handle of the same block. */
    HostBuffer share(HostBuffer source, Shape shape) {
        liveBuffers.incrementAndGet();
        return new HostBuffer(this, source.block().retain(), shape, source.dtype());
    }

    /** Takes back one handle; the block's bytes count until its last handle is gone. */
    void release(Block block) {
        liveBuffers.decrementAndGet();
        if (block.release()) {
            liveBytes.addAndGet(-block.bytes());
        }
    }

    MemoryStatistics statistics() {
        return new MemoryStatistics(liveBuffers.get(), liveBytes.get(), 0);
    }

    private HostBuffer allocate(Block block, Shape shape, DType dtype) {
        liveBuffers.incrementAndGet();
        liveBytes.addAndGet(block.bytes());
        return new HostBuffer(this, block, shape, dtype);
    }
}

package io.splitmask.spi;

import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;

/**
 * A dense, row-major block of a backend's memory. Only the backend that made it may look inside.
 *
 * <p>Several buffers may share one block ({@link RequiredKernels#reshape}); the block is freed with the last of them.
 */
public interface Buffer extends AutoCloseable {
    /** Returns the shape. */
    Shape shape();

    /** Returns the type of the elements. */
    DType dtype();

    /** Frees this handle; it must not be used, or closed again, afterwards. */
    @Override
    void close();
}

package io.splitmask.spi;

import io.splitmask.tensor.Device;
import java.util.concurrent.Callable;

/** An open engine on one device. Close it when no buffer is in use any more. */
public interface Backend extends AutoCloseable {
    /** Returns the provider's name. */
    String name();

    /** Returns engine, version and device for people, such as {@code PyTorch 2.7.1 on cpu, 2 threads}. */
    String description();

    /** Returns the device on which it computes. */
    Device device();

    /** Returns how exactly products are computed. */
    default Precision precision() {
        return Precision.FLOAT32;
    }

    /** Returns the kernels. */
    Kernels kernels();

    /** Returns what is allocated now. */
    MemoryStatistics memory();

    /**
     * Runs a task on the thread on which this backend is fastest and waits for it; the default is the caller's own.
     * Nested calls run at once. Callers that do not use it stay correct.
     *
     * @throws Exception whatever the task throws, unchanged
     */
    default <T> T call(Callable<T> task) throws Exception {
        return task.call();
    }

    @Override
    void close();
}

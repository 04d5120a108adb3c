package io.splitmask.tck.reference;

import io.splitmask.spi.Backend;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MemoryStatistics;
import io.splitmask.tensor.Device;

/** The open plain-Java backend: one thread, Java arrays, nothing to free but the count. */
final class ReferenceBackend implements Backend {
    private final HostMemory memory = new HostMemory();
    private final Kernels kernels = new ReferenceKernels(memory);

    @Override
    public String name() {
        return ReferenceBackendProvider.NAME;
    }

    @Override
    public String description() {
        return "plain Java " + Runtime.version().feature() + " on cpu, 1 thread, sums in double precision";
    }

    @Override
    public Device device() {
        return Device.CPU;
    }

    @Override
    public Kernels kernels() {
        return kernels;
    }

    @Override
    public MemoryStatistics memory() {
        return memory.statistics();
    }

    /** Does nothing: Java's memory needs no engine to be shut down. */
    @Override
    public void close() {}
}

package com.example.arrays;

import io.splitmask.spi.Backend;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MemoryStatistics;
import io.splitmask.tensor.Device;

/** The open backend. There is no engine to start or to stop. */
final class ArraysBackend implements Backend {
    private final Memory memory = new Memory();
    private final Kernels kernels = new FusedKernels(memory);

    @Override
    public String name() {
        return ArraysProvider.NAME;
    }

    @Override
    public String description() {
        return "Java arrays on cpu, 1 thread";
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

    @Override
    public void close() {}
}

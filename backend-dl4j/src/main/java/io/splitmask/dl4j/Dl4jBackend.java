package io.splitmask.dl4j;

import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MemoryStatistics;
import io.splitmask.tensor.Device;
import java.util.concurrent.atomic.AtomicBoolean;

/** ND4J on the processor, with its memory and its threads. */
final class Dl4jBackend implements Backend {
    private final String description;
    private final Memory memory = new Memory();
    private final Workers workers;
    private final Dl4jKernels kernels;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Dl4jBackend(String engine, Workers workers) {
        int threads = workers.threads();
        description = engine + " on cpu, " + threads + (threads == 1 ? " thread" : " threads");
        this.workers = workers;
        kernels = new Dl4jKernels(memory, workers);
    }

    static Dl4jBackend open(BackendConfig config) {
        String engine = Nd4jEngine.start();
        Workers workers = new Workers(config.threads(), Thread::new);
        BlasThreads.acquire();
        return new Dl4jBackend(engine, workers);
    }

    @Override
    public String name() {
        return Dl4jBackendProvider.NAME;
    }

    @Override
    public String description() {
        return description;
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

    /** Stops the threads and empties the pool; memory of buffers that are still open goes with the last of them. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            workers.close();
            memory.close();
            BlasThreads.release();
        }
    }
}

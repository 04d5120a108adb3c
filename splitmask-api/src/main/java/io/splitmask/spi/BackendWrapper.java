package io.splitmask.spi;

import io.splitmask.tensor.Device;
import java.util.concurrent.Callable;

/** A backend with other kernels in front of its own: to watch, count or time their calls. Closing it closes the backend. */
public class BackendWrapper implements Backend {
    private final Backend backend;
    private final Kernels kernels;

    /**
     * Wraps a backend.
     *
     * @param backend does the work
     * @param kernels what callers get; they pass on to the backend's own
     */
    public BackendWrapper(Backend backend, Kernels kernels) {
        this.backend = backend;
        this.kernels = kernels;
    }

    @Override
    public String name() {
        return backend.name();
    }

    @Override
    public String description() {
        return backend.description();
    }

    @Override
    public Device device() {
        return backend.device();
    }

    @Override
    public Precision precision() {
        return backend.precision();
    }

    @Override
    public Kernels kernels() {
        return kernels;
    }

    @Override
    public MemoryStatistics memory() {
        return backend.memory();
    }

    @Override
    public <T> T call(Callable<T> task) throws Exception {
        return backend.call(task);
    }

    @Override
    public void close() {
        backend.close();
    }
}

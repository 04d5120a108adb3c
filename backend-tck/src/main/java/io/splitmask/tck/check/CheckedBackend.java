package io.splitmask.tck.check;

import io.splitmask.spi.Backend;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MemoryStatistics;
import io.splitmask.tensor.Device;
import java.util.concurrent.Callable;

/**
 * A backend that watches its caller: buffers closed twice, used after close, of another backend or never closed;
 * arguments of the wrong dtype or of shapes that do not fit; indices out of range; two threads at once. It also checks
 * that results have the dtype and shape that the rules give, and are not one of the arguments.
 *
 * <p>Every offence throws a {@link CheckFailedError} that names the kernel and the lines that made the buffer. Meant
 * for tests: {@code try (var backend = new CheckedBackend(provider.open(config)))} fails on leaks at its end.
 */
public final class CheckedBackend implements Backend {
    private final Backend backend;
    private final Ledger ledger = new Ledger();
    private final Kernels kernels;

    /** Wraps a backend; closing this closes it too. */
    public CheckedBackend(Backend backend) {
        this.backend = backend;
        this.kernels = new CheckedKernels(backend.kernels(), ledger);
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

    /** Returns how many buffers made through this wrapper are open. */
    public int openBuffers() {
        return ledger.numOpen();
    }

    /**
     * Fails if any buffer is still open.
     *
     * @throws CheckFailedError with the lines that made them
     */
    public void assertNoLeaks() {
        if (ledger.numOpen() > 0) {
            throw new CheckFailedError(
                    "expected every buffer closed, got " + ledger.numOpen() + " open:" + ledger.leaks());
        }
    }

    /** Closes the backend and then fails if a buffer was left open. */
    @Override
    public void close() {
        backend.close();
        assertNoLeaks();
    }
}

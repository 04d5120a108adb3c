package io.splitmask.tck.check;

import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendWrapper;

/**
 * A backend that watches its caller: buffers closed twice, used after close, of another backend or never closed;
 * arguments of the wrong dtype or of shapes that do not fit; indices out of range; two threads at once. It also checks
 * that results have the dtype and shape that the rules give, and are not one of the arguments.
 *
 * <p>Every offence throws a {@link CheckFailedError} that names the kernel and the lines that made the buffer. Meant
 * for tests: {@code try (var backend = new CheckedBackend(provider.open(config)))} fails on leaks at its end.
 */
public final class CheckedBackend extends BackendWrapper {
    private final Ledger ledger;

    /** Wraps a backend; closing this closes it too. */
    public CheckedBackend(Backend backend) {
        this(backend, new Ledger());
    }

    private CheckedBackend(Backend backend, Ledger ledger) {
        super(backend, new CheckedKernels(backend.kernels(), ledger));
        this.ledger = ledger;
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
        super.close();
        assertNoLeaks();
    }
}

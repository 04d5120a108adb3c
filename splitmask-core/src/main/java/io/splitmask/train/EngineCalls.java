package io.splitmask.train;

import io.splitmask.spi.Backend;
import java.io.IOException;
import java.io.InterruptedIOException;

/** Runs work on a backend's own thread, with the exceptions that work on files has. */
public final class EngineCalls {
    private EngineCalls() {}

    /** Work that may fail on files. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does the work. */
        T run() throws IOException;
    }

    /**
     * Runs the work and waits for it.
     *
     * @throws InterruptedIOException if the waiting was interrupted
     */
    public static <T> T call(Backend backend, Work<T> work) throws IOException {
        try {
            return backend.call(work::run);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while the engine was working");
            interrupted.initCause(e);
            throw interrupted;
        } catch (Exception e) {
            throw new IllegalStateException("unexpected exception of the backend: " + e, e);
        }
    }
}

package io.splitmask.tck.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.splitmask.spi.Availability;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.BackendProvider;
import io.splitmask.tensor.TensorScope;
import java.util.function.Consumer;

/** A checked backend that is open for a class of tests, and runs each in its own scope on the backend's own thread. */
public final class CheckedSession implements AutoCloseable {
    private static final int THREADS = 2;

    private final CheckedBackend backend;

    private CheckedSession(CheckedBackend backend) {
        this.backend = backend;
    }

    /** Opens a backend on its first device, or skips the tests with the reason why it is unavailable. */
    public static CheckedSession open(BackendProvider provider) {
        Availability availability = provider.availability();
        assumeTrue(availability.available(), () -> provider.name() + " is unavailable: " + availability.reason());
        BackendConfig config = new BackendConfig(provider.devices().get(0), THREADS);
        return new CheckedSession(new CheckedBackend(provider.open(config)));
    }

    /** Runs a test and fails if it leaves a buffer open. */
    public void run(Consumer<Backend> body) throws Exception {
        int before = backend.openBuffers();
        backend.<Object>call(() -> {
            try (TensorScope scope = TensorScope.open()) {
                body.accept(backend);
            }
            return "done";
        });
        assertThat(backend.openBuffers()).as("buffers left open").isEqualTo(before);
    }

    /** Closes the backend and fails if a buffer was left open. */
    @Override
    public void close() {
        backend.close();
    }
}

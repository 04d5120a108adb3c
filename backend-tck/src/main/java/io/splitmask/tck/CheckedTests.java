package io.splitmask.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.splitmask.spi.Availability;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.BackendProvider;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tensor.TensorScope;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * Tests of tensors on one backend, which is checked and open for the whole class. Each runs in its own scope on the
 * backend's own thread and fails if it leaves a buffer open. They are skipped, with the reason, where the backend cannot
 * run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class CheckedTests {
    private static final int THREADS = 2;

    private @Nullable CheckedBackend backend;

    /** Creates the tests. */
    protected CheckedTests() {}

    /** Returns the provider of the backend under test. */
    protected abstract BackendProvider provider();

    /** Opens the backend on its first device. */
    @BeforeAll
    final void open() {
        BackendProvider provider = provider();
        Availability availability = provider.availability();
        assumeTrue(availability.available(), () -> provider.name() + " is unavailable: " + availability.reason());
        backend = new CheckedBackend(
                provider.open(new BackendConfig(provider.devices().get(0), THREADS)));
    }

    /** Closes the backend and fails if a buffer was left open. */
    @AfterAll
    final void close() {
        if (backend != null) {
            backend.close();
        }
    }

    /** Runs a test and fails if it leaves a buffer open. */
    protected final void run(Consumer<Backend> body) throws Exception {
        CheckedBackend opened = Objects.requireNonNull(backend);
        int before = opened.openBuffers();
        int after = opened.call(() -> {
            try (TensorScope scope = TensorScope.open()) {
                body.accept(opened);
            }
            return opened.openBuffers();
        });
        assertThat(after).as("buffers left open").isEqualTo(before);
    }
}

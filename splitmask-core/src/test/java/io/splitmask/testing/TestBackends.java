package io.splitmask.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.BackendProvider;
import io.splitmask.spi.Backends;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tensor.Device;
import java.util.stream.Stream;

/** Runs a test on every installed backend, watched for misuse and leaks. */
public final class TestBackends {
    private TestBackends() {}

    /** A test's body. */
    @FunctionalInterface
    public interface Body {
        /** Runs on a backend. */
        void run(Backend backend) throws Exception;
    }

    /** Returns the installed providers; all of them must be able to run. */
    public static Stream<BackendProvider> all() {
        return Backends.installed().stream()
                .peek(provider -> assertThat(provider.availability().available())
                        .as(provider.name() + ": " + provider.availability().reason())
                        .isTrue());
    }

    /** Opens the backend on the processor, runs the body on its thread and checks that nothing is left. */
    public static void run(BackendProvider provider, Body body) throws Exception {
        try (CheckedBackend backend = new CheckedBackend(provider.open(new BackendConfig(Device.CPU, 1)))) {
            backend.call(() -> {
                body.run(backend);
                return true;
            });
            backend.assertNoLeaks();
        }
    }
}

package io.splitmask.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.spi.Availability;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.BackendException;
import io.splitmask.spi.BackendProvider;
import io.splitmask.spi.Backends;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.Precision;
import io.splitmask.tensor.Device;
import io.splitmask.tensor.Shape;
import java.io.IOException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What a provider promises before and while it opens a backend. */
abstract class ProviderSuite extends Suite {
    private static final int NO_SUCH_INDEX = 4095;

    private final Supplier<BackendProvider> provider;

    ProviderSuite(Supplier<Bench> bench, Supplier<BackendProvider> provider) {
        super(bench);
        this.provider = provider;
    }

    @Test
    void K001_nameIsLowerCaseAndStable() {
        assertThat(provider.get().name())
                .matches("[a-z][a-z0-9-]*")
                .isEqualTo(provider.get().name());
    }

    @Test
    void K002_availabilityHasAReasonInOneLine() {
        Availability availability = provider.get().availability();
        assertThat(availability.reason()).isNotBlank().doesNotContain("\n");
        assertThat(availability.remedy()).doesNotContain("\n");
        assertThat(availability.remedy().isBlank())
                .as("remedy is empty exactly if nothing is missing")
                .isEqualTo(availability.available());
    }

    @Test
    void K003_listsDevicesExactlyIfAvailable() {
        BackendProvider p = provider.get();
        assertThat(p.devices().isEmpty()).isEqualTo(!p.availability().available());
        assertThat(p.devices()).doesNotHaveDuplicates();
    }

    @Test
    void K004_refusesADeviceThatIsNotListed() {
        Device device = new Device(Device.Kind.CUDA, NO_SUCH_INDEX);
        assertThat(provider.get().devices()).doesNotContain(device);
        assertThatThrownBy(
                        () -> provider.get().open(new BackendConfig(device, 1)).close())
                .as("opening on %s, which is not among devices()", device)
                .isInstanceOf(BackendException.class)
                .hasMessageContaining(device.toString())
                .hasMessageNotContainingAny("\n");
    }

    @Test
    void K005_backendDescribesItself() {
        Backend backend = bench().backend();
        assertThat(backend.name()).isEqualTo(provider.get().name());
        assertThat(backend.description()).isNotBlank().doesNotContain("\n");
        assertThat(provider.get().devices()).contains(backend.device());
    }

    @Test
    void K006_isFoundByTheServiceLoader() {
        Assumptions.assumeTrue(
                Backends.installed().stream()
                        .anyMatch(installed ->
                                installed.getClass() == provider.get().getClass()),
                "skipped: provider is not in META-INF/services, so users can only open it explicitly");
        assertThat(Backends.installed().stream()
                        .filter(installed ->
                                installed.name().equals(provider.get().name())))
                .as("providers named %s", provider.get().name())
                .hasSize(1);
    }

    @Test
    void K007_opensTwiceInOneProcess() {
        Bench first = bench();
        try (Buffer x = first.kernels().full(Shape.of(3), 2)) {
            try (Backend second = provider.get()
                            .open(new BackendConfig(first.backend().device(), 1));
                    Buffer y = second.kernels().full(Shape.of(2), 1)) {
                assertThat(second.kernels().downloadFloats(y)).containsOnly(1);
            }
            assertThat(first.kernels().downloadFloats(x)).containsOnly(2);
        }
    }

    @Test
    void K008_callRunsTheTaskAndPassesFailuresOn() throws Exception {
        Backend backend = bench().backend();
        assertThat(backend.<Integer>call(() -> backend.call(() -> 7))).isEqualTo(7);
        IOException exception = new IOException("from the task");
        assertThatThrownBy(() -> backend.call(() -> {
                    throw exception;
                }))
                .isSameAs(exception);
        Error error = new AssertionError("from the task");
        assertThatThrownBy(() -> backend.call(() -> {
                    throw error;
                }))
                .isSameAs(error);
    }

    @Test
    void K009_refusesAPrecisionThatIsNotListed() {
        BackendProvider p = provider.get();
        assertThat(p.precisions()).contains(Precision.FLOAT32);
        Device device = bench().backend().device();
        for (Precision precision : Precision.values()) {
            BackendConfig config = new BackendConfig(device, 1, precision);
            if (p.precisions().contains(precision)) {
                try (Backend backend = Backends.open(p, config)) {
                    assertThat(backend.precision()).isEqualTo(precision);
                }
            } else {
                assertThatThrownBy(() -> Backends.open(p, config).close())
                        .isInstanceOf(BackendException.class)
                        .hasMessageContaining(precision.toString())
                        .hasMessageNotContainingAny("\n");
            }
        }
    }
}

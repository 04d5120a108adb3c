package io.splitmask.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.BackendException;
import io.splitmask.spi.Backends;
import io.splitmask.spi.Buffer;
import io.splitmask.tensor.Device;
import io.splitmask.tensor.Shape;
import org.junit.jupiter.api.Test;

class Dl4jBackendProviderTest {
    private final Dl4jBackendProvider provider = new Dl4jBackendProvider();

    @Test
    void isFoundByName() {
        try (Backend backend = Backends.open("dl4j", new BackendConfig(Device.CPU, 2))) {
            assertThat(backend.name()).isEqualTo("dl4j");
            assertThat(backend.device()).isEqualTo(Device.CPU);
            assertThat(backend.description()).matches("ND4J \\d+\\.\\d.* on cpu, 2 threads");
        }
    }

    @Test
    void isAvailableWithItsNativesNamed() {
        assertThat(provider.availability().available()).isTrue();
        assertThat(provider.availability().reason()).contains(NativeLibrary.thisPlatform());
        assertThat(provider.devices()).containsExactly(Device.CPU);
    }

    @Test
    void refusesCudaInOneLineWithTheRemedy() {
        assertThatThrownBy(() -> provider.open(new BackendConfig(Device.parse("cuda:0"), 1)))
                .isInstanceOf(BackendException.class)
                .hasMessageContainingAll("dl4j", "cuda:0", "processor", "io.splitmask:backend-djl")
                .hasMessageNotContaining("\n");
    }

    @Test
    void refusesForeignAndClosedBuffersByName() {
        try (Backend backend = provider.open(new BackendConfig(Device.CPU, 1))) {
            Buffer x = backend.kernels().full(Shape.of(2, 3), 1f);
            x.close();
            assertThatThrownBy(() -> backend.kernels().exp(x))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContainingAll("exp", "[2, 3]", "closed");
            assertThatThrownBy(x::close).isInstanceOf(BackendException.class);
            assertThat(backend.memory().liveBuffers()).isZero();
        }
    }
}

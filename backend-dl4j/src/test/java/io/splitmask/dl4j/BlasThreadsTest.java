package io.splitmask.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.tensor.Device;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.junit.jupiter.api.Test;

class BlasThreadsTest {
    @Test
    void areOneWhileAnyBackendIsOpenAndThenWhatTheyWere() {
        // ND4J is loaded by the first backend and sets the number that the others find.
        open().close();
        int before = openblas_nolapack.blas_get_num_threads();
        openblas_nolapack.blas_set_num_threads(3);
        Backend first = open();
        Backend second = open();
        assertThat(openblas_nolapack.blas_get_num_threads()).isEqualTo(1);
        first.close();
        first.close();
        assertThat(openblas_nolapack.blas_get_num_threads()).isEqualTo(1);
        second.close();
        assertThat(openblas_nolapack.blas_get_num_threads()).isEqualTo(3);
        openblas_nolapack.blas_set_num_threads(before);
    }

    private static Backend open() {
        return new Dl4jBackendProvider().open(new BackendConfig(Device.CPU, 2));
    }
}

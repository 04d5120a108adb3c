package io.splitmask;

import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test on the checked reference backend, in a scope; it fails if it leaves a buffer open. */
public abstract class OnReference {
    protected final CheckedBackend backend =
            new CheckedBackend(new ReferenceBackendProvider().open(BackendConfig.cpu()));
    protected TensorScope scope;

    @BeforeEach
    final void openScope() {
        scope = TensorScope.open();
    }

    @AfterEach
    final void closeAll() {
        scope.close();
        backend.close();
    }

    /** Makes the tensor of 0, 1, 2, ... */
    protected final Tensor counting(int... dims) {
        return counting(backend, dims);
    }

    protected static Tensor counting(Backend on, int... dims) {
        float[] values = new float[Shape.of(dims).intSize()];
        IntStream.range(0, values.length).forEach(i -> values[i] = i);
        return Tensor.of(on, values, dims);
    }
}

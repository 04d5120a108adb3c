package io.splitmask.train;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.tensor.Tensor;

/** Overwrites tensors that change in place: weights, moments of optimizers, averages. */
final class TensorValues {
    private TensorValues() {}

    /**
     * Overwrites a tensor.
     *
     * @param values row-major, as many as it has elements
     */
    static void assign(Tensor tensor, float[] values) {
        Kernels kernels = tensor.backend().kernels();
        try (Buffer source = kernels.upload(values, tensor.shape())) {
            kernels.assign(tensor.buffer(), source);
        }
    }
}

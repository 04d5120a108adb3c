package io.splitmask.autograd;

import io.splitmask.tensor.Tensor;

/** The vector-Jacobian product of one recorded operation. */
@FunctionalInterface
interface Vjp {
    /**
     * Gives the gradients of the inputs.
     *
     * @param gradient of the loss with respect to the result
     * @param inputs where the gradients of the inputs go
     */
    void apply(Tensor gradient, InputGradients inputs);
}

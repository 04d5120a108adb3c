package io.splitmask.autograd;

import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import java.util.function.Function;

/** Gradients that a fused loss computed with its value. */
final class LossGradients {
    private LossGradients() {}

    /**
     * Returns the rule that hands on the state as the gradients of the inputs. The kernel gave them for a loss of weight 1;
     * in training the factor is the loss's weight.
     *
     * @param inputs their number
     */
    static Function<Saver, Vjp> ofState(Backend backend, int inputs) {
        return saver -> (g, gradients) -> {
            float factor = g.item();
            for (int i = 0; i < inputs; i++) {
                Tensor gradient = saver.take(backend, i);
                if (factor != 1f) {
                    backend.kernels().multiplyInPlace(gradient.buffer(), factor);
                }
                gradients.add(i, gradient);
            }
        };
    }
}

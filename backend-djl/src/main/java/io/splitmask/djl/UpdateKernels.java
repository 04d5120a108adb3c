package io.splitmask.djl;

import io.splitmask.spi.AdamwHyperparameters;
import io.splitmask.spi.AdamwMoments;
import io.splitmask.spi.Buffer;
import java.util.List;

/** Kernels that change buffers in place or reduce whole lists, one call of the module each. */
final class UpdateKernels {
    private final Bridge bridge;

    UpdateKernels(Bridge bridge) {
        this.bridge = bridge;
    }

    void addInPlace(Buffer target, Buffer x) {
        bridge.call("add_").with(target).with(x).run();
    }

    void multiplyInPlace(Buffer target, float value) {
        bridge.call("multiply_").with(target).with((double) value).run();
    }

    double sumOfSquares(List<Buffer> buffers) {
        return buffers.isEmpty()
                ? 0
                : bridge.call("sum_of_squares").with(buffers).toNumber();
    }

    void adamwStep(List<Buffer> parameters, List<Buffer> gradients, AdamwMoments moments, AdamwHyperparameters a) {
        if (parameters.isEmpty()) {
            return;
        }
        bridge.call("adamw_")
                .with(parameters)
                .with(gradients)
                .with(moments.first())
                .with(moments.second())
                .with(a.learningRate())
                .with(a.beta1())
                .with(a.beta2())
                .with(a.eps())
                .with(a.weightDecay())
                .with((double) a.step())
                .with(a.gradientScale())
                .run();
    }

    void ema(List<Buffer> targets, List<Buffer> sources, double momentum) {
        if (!targets.isEmpty()) {
            bridge.call("ema_").with(targets).with(sources).with(momentum).run();
        }
    }
}

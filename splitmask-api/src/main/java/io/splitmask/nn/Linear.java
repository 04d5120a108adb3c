package io.splitmask.nn;

import io.splitmask.spi.Backend;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;

/** {@code x W^T + b} on the last axis. Parameters: {@code weight} [O, I], {@code bias} [O]. */
public final class Linear extends Module {
    private final Parameter weight;
    private final Parameter bias;

    /**
     * Creates the layer with zero weights.
     *
     * @param inputs I
     * @param outputs O
     */
    public Linear(Backend backend, int inputs, int outputs) {
        super(backend);
        weight = parameter("weight", Shape.of(outputs, inputs), 0f);
        bias = parameter("bias", Shape.of(outputs), 0f);
    }

    /**
     * Applies the layer.
     *
     * @param x [..., I]
     * @return [..., O]
     */
    public Tensor forward(Tensor x) {
        return x.linear(weight.tensor(), bias.tensor());
    }

    /** Returns the weight [O, I]. */
    public Parameter weight() {
        return weight;
    }

    /** Returns the bias [O]. */
    public Parameter bias() {
        return bias;
    }
}

package io.splitmask.nn;

import io.splitmask.spi.Backend;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;

/** A learned factor per channel on a residual branch. Parameter: {@code gamma} [D]. */
public final class LayerScale extends Module {
    private final Parameter gamma;

    /**
     * Creates the layer.
     *
     * @param width D
     * @param initial value of every factor, such as 0.1
     */
    public LayerScale(Backend backend, int width, double initial) {
        super(backend);
        gamma = parameter("gamma", Shape.of(width), (float) initial);
    }

    /**
     * Applies the layer.
     *
     * @param x [..., D]
     * @return [..., D]
     */
    public Tensor forward(Tensor x) {
        return x.multiply(gamma.tensor());
    }
}

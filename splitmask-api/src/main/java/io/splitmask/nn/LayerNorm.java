package io.splitmask.nn;

import io.splitmask.spi.Backend;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;

/** Layer norm over the last axis, biased variance. Parameters: {@code weight} [D] (1), {@code bias} [D] (0). */
public final class LayerNorm extends Module {
    private final Parameter weight;
    private final Parameter bias;
    private final float eps;

    /**
     * Creates the layer.
     *
     * @param width D
     * @param eps added to the variance
     */
    public LayerNorm(Backend backend, int width, double eps) {
        super(backend);
        this.eps = (float) eps;
        weight = parameter("weight", Shape.of(width), 1f);
        bias = parameter("bias", Shape.of(width), 0f);
    }

    /**
     * Applies the layer.
     *
     * @param x [..., D]
     * @return [..., D]
     */
    public Tensor forward(Tensor x) {
        return x.layerNorm(weight.tensor(), bias.tensor(), eps);
    }
}

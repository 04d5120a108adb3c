package io.splitmask.nn;

import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;

/** Two linear layers with an exact GELU between. Children: {@code fc1} [F, D], {@code fc2} [D, F]. */
public final class Mlp extends Module {
    private final Linear fc1;
    private final Linear fc2;

    /**
     * Creates the layer.
     *
     * @param width D
     * @param hidden F
     */
    public Mlp(Backend backend, int width, int hidden) {
        super(backend);
        fc1 = child("fc1", new Linear(backend, width, hidden));
        fc2 = child("fc2", new Linear(backend, hidden, width));
    }

    /**
     * Applies the layer.
     *
     * @param x [..., D]
     * @return [..., D]
     */
    public Tensor forward(Tensor x) {
        Tensor hidden = at("fc1", () -> fc1.forward(x)).gelu();
        return at("fc2", () -> fc2.forward(hidden));
    }
}

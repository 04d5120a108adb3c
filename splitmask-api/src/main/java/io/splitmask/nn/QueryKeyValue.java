package io.splitmask.nn;

import io.splitmask.spi.Backend;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import java.util.List;

/**
 * The linear layer onto queries, keys and values. Parameters: {@code qkv.weight} [3D, D] with rows (q | k | v, head, Dh)
 * and {@code qkv.bias} [3D]; without key bias {@code q_bias} [D] and {@code v_bias} [D] in its place.
 */
final class QueryKeyValue extends Module {
    private final int width;
    private final Parameter weight;
    /** That of all three, or those of queries and values. */
    private final List<Parameter> biases;

    QueryKeyValue(Backend backend, int width, boolean keyBias) {
        super(backend);
        this.width = width;
        weight = parameter("qkv.weight", Shape.of(3 * width, width), 0f);
        biases = keyBias
                ? List.of(parameter("qkv.bias", Shape.of(3 * width), 0f))
                : List.of(parameter("q_bias", Shape.of(width), 0f), parameter("v_bias", Shape.of(width), 0f));
    }

    /**
     * Applies the layer.
     *
     * @param x [B, T, D]
     * @return [B, T, 3D]
     */
    Tensor forward(Tensor x) {
        return x.linear(weight.tensor(), bias());
    }

    private Tensor bias() {
        Tensor first = biases.get(0).tensor();
        if (biases.size() == 1) {
            return first;
        }
        Tensor ofKeys = Tensor.full(backend(), 0f, Shape.of(width));
        return Tensor.concat(List.of(first, ofKeys, biases.get(1).tensor()), 0);
    }
}

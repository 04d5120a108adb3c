package io.splitmask.tokenizers.dalle;

import io.splitmask.nn.Convolution;
import io.splitmask.nn.Extent;
import io.splitmask.nn.Module;
import io.splitmask.nn.Parameter;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;

/** A convolution that keeps the image's size. Parameters: {@code w} [O, C, K, K], {@code b} [O]. */
final class DalleConvolution extends Module {
    private final Parameter weight;
    private final Parameter bias;
    private final Extent padding;

    /** Creates the layer. @param inputs C @param outputs O @param kernel K, odd */
    DalleConvolution(Backend backend, int inputs, int outputs, int kernel) {
        super(backend);
        weight = parameter("w", Shape.of(outputs, inputs, kernel, kernel), 0f);
        bias = parameter("b", Shape.of(outputs), 0f);
        padding = Extent.square((kernel - 1) / 2);
    }

    /** Applies it; the windows that it collects are freed at once. @param x [B, C, Hi, Wi] @return [B, O, Hi, Wi] */
    Tensor forward(Tensor x) {
        try (TensorScope scope = TensorScope.open()) {
            return scope.release(Convolution.of(x, weight.tensor(), bias.tensor(), Extent.square(1), padding));
        }
    }
}

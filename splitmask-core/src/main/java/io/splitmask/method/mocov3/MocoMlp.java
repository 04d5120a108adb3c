package io.splitmask.method.mocov3;

import io.splitmask.nn.BatchNorm;
import io.splitmask.nn.Module;
import io.splitmask.nn.Parameter;
import io.splitmask.spi.Backend;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A projector or predictor: linear layers without bias, each followed by a batch norm, with ReLU after all but the last,
 * whose batch norm has no weight and bias. Names count linear layers, norms and ReLUs: {@code 0.weight}, {@code 1.weight},
 * {@code 1.bias}, {@code 3.weight} and so on.
 */
final class MocoMlp extends Module {
    private static final int MODULES_PER_LAYER = 3;

    private record Layer(Parameter weight, BatchNorm norm) {}

    private final List<Layer> layers = new ArrayList<>();

    /**
     * Creates the layers with zero weights.
     *
     * @param widths of the input and of every layer's output
     */
    MocoMlp(Backend backend, int... widths) {
        super(backend);
        for (int i = 0; i + 1 < widths.length; i++) {
            int outputs = widths[i + 1];
            Parameter weight = parameter(MODULES_PER_LAYER * i + ".weight", Shape.of(outputs, widths[i]), 0f);
            BatchNorm norm = i + 2 < widths.length
                    ? BatchNorm.affine(backend, outputs, BatchNorm.Settings.DEFAULT)
                    : BatchNorm.withoutAffine(backend, outputs, BatchNorm.Settings.DEFAULT);
            layers.add(new Layer(weight, child(Integer.toString(MODULES_PER_LAYER * i + 1), norm)));
        }
    }

    /**
     * Projects the rows of one view, which are the batch of the norms.
     *
     * @param x [B, D]
     * @return [B, outputs]
     */
    Tensor forward(Tensor x) {
        Tensor y = x;
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            y = layer.norm().train(y.matmul(layer.weight().tensor(), MatmulSpec.NT));
            y = i + 1 < layers.size() ? y.relu() : y;
        }
        return y;
    }
}

package io.splitmask.tokenizers.dalle;

import io.splitmask.nn.Module;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import org.jspecify.annotations.Nullable;

/** A residual block: {@code id(x) + res(x) / (number of blocks)^2}, where {@code id} changes the number of channels. */
final class DalleBlock extends Module {
    private static final float GAIN =
            1f / (DalleConfig.GROUPS * DalleConfig.BLOCKS * DalleConfig.GROUPS * DalleConfig.BLOCKS);

    private final @Nullable DalleConvolution identity;
    private final DalleConvolution first;
    private final DalleConvolution second;
    private final DalleConvolution third;
    private final DalleConvolution fourth;

    /** Creates the layers. @param inputs C @param outputs O */
    DalleBlock(Backend backend, int inputs, int outputs) {
        super(backend);
        int hidden = outputs / DalleConfig.BOTTLENECK;
        identity = inputs == outputs ? null : child("id_path", new DalleConvolution(backend, inputs, outputs, 1));
        first = child("res_path.conv_1", new DalleConvolution(backend, inputs, hidden, 3));
        second = child("res_path.conv_2", new DalleConvolution(backend, hidden, hidden, 3));
        third = child("res_path.conv_3", new DalleConvolution(backend, hidden, hidden, 3));
        fourth = child("res_path.conv_4", new DalleConvolution(backend, hidden, outputs, 1));
    }

    /** Applies the block. @param x [B, C, Hi, Wi] @return [B, O, Hi, Wi] */
    Tensor forward(Tensor x) {
        try (TensorScope scope = TensorScope.open()) {
            Tensor residual = first.forward(x.relu());
            residual = second.forward(residual.relu());
            residual = third.forward(residual.relu());
            residual = fourth.forward(residual.relu());
            return scope.release((identity == null ? x : identity.forward(x)).add(residual.multiply(GAIN)));
        }
    }
}

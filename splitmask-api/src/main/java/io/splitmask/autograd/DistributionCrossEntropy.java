package io.splitmask.autograd;

import io.splitmask.spi.Backend;
import io.splitmask.spi.FusedResult;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.internal.ShapeRules;
import java.util.List;

/**
 * A linear layer onto many outputs and its cross entropy against distributions in one, so that the logits never exist as a
 * whole.
 */
public final class DistributionCrossEntropy {
    private static final String OP = "distributionCrossEntropy";

    private DistributionCrossEntropy() {}

    /**
     * Mean over rows of {@code -sum targets[pick] * log_softmax(x weight^T)}.
     *
     * @param x [R, D], R at least 1
     * @param weight [V, D], V at least 1
     * @param targets [M, V], not negative; no gradient flows here. A row that sums to 2 counts twice
     * @param pick INT32 [R], which row of the targets a row of x is compared with, each in 0..M-1
     * @return the loss, []
     */
    public static Tensor of(Tensor x, Tensor weight, Tensor targets, Tensor pick) {
        check(x, weight, targets, pick);
        List<Tensor> inputs = List.of(x, weight);
        Backend backend = x.backend();
        FusedResult result = backend.kernels()
                .linearSoftCrossEntropy(
                        x.buffer(), weight.buffer(), targets.buffer(), pick.buffer(), Tape.records(inputs));
        return Tape.fusedOutput(backend, result, inputs, LossGradients.ofState(backend, inputs.size()));
    }

    private static void check(Tensor x, Tensor weight, Tensor targets, Tensor pick) {
        ShapeRules.rank(OP, "x", x, 2);
        ShapeRules.rank(OP, "targets", targets, 2);
        ShapeRules.shape(OP, "weight", weight, Shape.of(targets.dim(1), x.dim(1)));
        ShapeRules.shape(OP, "pick", pick, Shape.of(x.dim(0)));
        ShapeRules.dtype(OP, "pick", pick, DType.INT32);
        for (Tensor operand : List.of(x, weight, targets)) {
            ShapeRules.dtype(OP, "operand", operand, DType.FLOAT32);
            ShapeRules.sameBackend(OP, pick, operand);
        }
        if (x.dim(0) == 0 || targets.dim(0) == 0 || targets.dim(1) == 0) {
            throw new ShapeException(
                    OP,
                    "expected at least one row, one target and one class, got x " + x.shape() + " and targets "
                            + targets.shape(),
                    x.shape(),
                    targets.shape());
        }
    }
}

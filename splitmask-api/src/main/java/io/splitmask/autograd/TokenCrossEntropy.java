package io.splitmask.autograd;

import io.splitmask.spi.Backend;
import io.splitmask.spi.FusedResult;
import io.splitmask.spi.Kernels;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.internal.ShapeRules;
import java.util.List;

/** A linear layer onto a large vocabulary and its cross entropy in one, so that the logits never exist as a whole. */
public final class TokenCrossEntropy {
    private TokenCrossEntropy() {}

    /**
     * Mean over rows of {@code -log_softmax(x w^T + b)[target]}.
     *
     * @param x [R, D], R at least 1
     * @param weight [V, D], V at least 1
     * @param bias [V]
     * @param target INT32 [R], each in 0..V-1
     * @return the loss, []
     */
    public static Tensor of(Tensor x, Tensor weight, Tensor bias, Tensor target) {
        List<Tensor> inputs = List.of(x, weight, bias);
        check(x, weight, bias, target);
        Backend backend = x.backend();
        Kernels kernels = backend.kernels();
        FusedResult result = kernels.linearCrossEntropy(
                x.buffer(), weight.buffer(), bias.buffer(), target.buffer(), Tape.records(inputs));
        return Tape.fusedOutput(backend, result, inputs, saver -> (g, gradients) -> {
            // The kernel gave the gradients for a unit cotangent; in training the factor is the loss's weight.
            float factor = g.item();
            for (int i = 0; i < inputs.size(); i++) {
                Tensor gradient = saver.take(backend, i);
                if (factor != 1f) {
                    kernels.multiplyInPlace(gradient.buffer(), factor);
                }
                gradients.add(i, gradient);
            }
        });
    }

    private static void check(Tensor x, Tensor weight, Tensor bias, Tensor target) {
        String op = "tokenCrossEntropy";
        ShapeRules.rank(op, "x", x, 2);
        ShapeRules.rank(op, "bias", bias, 1);
        ShapeRules.shape(op, "weight", weight, Shape.of(bias.dim(0), x.dim(1)));
        ShapeRules.shape(op, "target", target, Shape.of(x.dim(0)));
        ShapeRules.dtype(op, "target", target, DType.INT32);
        for (Tensor operand : List.of(x, weight, bias)) {
            ShapeRules.dtype(op, "operand", operand, DType.FLOAT32);
            ShapeRules.sameBackend(op, target, operand);
        }
        if (x.dim(0) == 0 || weight.dim(0) == 0) {
            throw new ShapeException(
                    op,
                    "expected at least one row and one class, got x " + x.shape() + " and weight " + weight.shape(),
                    x.shape(),
                    weight.shape());
        }
    }
}

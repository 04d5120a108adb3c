package io.splitmask.autograd;

import io.splitmask.spi.Backend;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
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
     * How well tokens are predicted.
     *
     * @param loss the mean cross entropy, []
     * @param accuracy share of the rows whose largest logit is that of their target, []; of equal logits the one of the
     *     lowest class counts as largest. No gradient flows from it
     */
    public record Result(Tensor loss, Tensor accuracy) {}

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
        return withAccuracy(x, weight, bias, target).loss();
    }

    /**
     * The same with the accuracy, which costs next to nothing as the logits are there.
     *
     * @param x [R, D], R at least 1
     * @param weight [V, D], V at least 1
     * @param bias [V]
     * @param target INT32 [R], each in 0..V-1
     */
    public static Result withAccuracy(Tensor x, Tensor weight, Tensor bias, Tensor target) {
        List<Tensor> inputs = List.of(x, weight, bias);
        check(x, weight, bias, target);
        Backend backend = x.backend();
        FusedResult result = backend.kernels()
                .linearCrossEntropy(x.buffer(), weight.buffer(), bias.buffer(), target.buffer(), Tape.records(inputs));
        List<Buffer> state = result.state();
        FusedResult differentiable = new FusedResult(result.output(), state.subList(1, state.size()));
        Tensor accuracy = accuracy(backend, state.get(0), differentiable);
        Tensor loss = Tape.fusedOutput(backend, differentiable, inputs, LossGradients.ofState(backend, inputs.size()));
        return new Result(loss, accuracy);
    }

    private static Tensor accuracy(Backend backend, Buffer buffer, FusedResult others) {
        try {
            return Tensor.wrap(backend, buffer, null);
        } catch (IllegalStateException noScope) {
            others.output().close();
            others.state().forEach(Buffer::close);
            throw noScope;
        }
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

package io.splitmask.autograd;

import io.splitmask.spi.Backend;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.spi.Kernels;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.internal.ShapeRules;
import java.util.List;
import java.util.function.UnaryOperator;

/** Softmax and norms, and their gradients. Users call the methods of {@link Tensor}. */
public final class Normalisation {
    private Normalisation() {}

    /** Softmax along an axis. */
    public static Tensor softmax(Tensor x, int axis) {
        return alongAxis(
                "softmax",
                x,
                axis,
                last -> Tape.outputFromResult(
                        last.backend(),
                        last.backend().kernels().softmax(last.buffer()),
                        last,
                        (g, y) -> Tensor.wrap(
                                g.backend(), g.backend().kernels().softmaxBackward(y.buffer(), g.buffer()), null)));
    }

    /** Logarithm of the softmax along an axis. */
    public static Tensor logSoftmax(Tensor x, int axis) {
        return alongAxis(
                "logSoftmax",
                x,
                axis,
                last -> Tape.outputFromResult(
                        last.backend(),
                        last.backend().kernels().logSoftmax(last.buffer()),
                        last,
                        (g, y) -> Tensor.wrap(
                                g.backend(), g.backend().kernels().logSoftmaxBackward(y.buffer(), g.buffer()), null)));
    }

    private static Tensor alongAxis(String op, Tensor x, int axis, UnaryOperator<Tensor> overLast) {
        ShapeRules.dtype(op, "x", x, DType.FLOAT32);
        int along = ShapeRules.axis(op, x.shape(), axis);
        if (x.dim(along) == 0) {
            throw new ShapeException(
                    op, "expected an axis of size 1 or more, got axis " + along + " of " + x.shape(), x.shape());
        }
        int last = x.shape().rank() - 1;
        return along == last
                ? overLast.apply(x)
                : overLast.apply(x.transpose(along, last)).transpose(along, last);
    }

    /** Layer norm over the last axis. */
    public static Tensor layerNorm(Tensor x, Tensor weight, Tensor bias, float eps) {
        for (Tensor operand : List.of(x, weight, bias)) {
            ShapeRules.dtype("layerNorm", "operand", operand, DType.FLOAT32);
            ShapeRules.sameBackend("layerNorm", x, operand);
        }
        Shape perChannel = x.shape().rank() == 0 ? Shape.of() : Shape.of(x.dim(-1));
        if (perChannel.rank() == 0
                || !weight.shape().equals(perChannel)
                || !bias.shape().equals(perChannel)) {
            throw new ShapeException(
                    "layerNorm",
                    "expected weight and bias [D] for x [..., D], got weight " + weight.shape() + " and bias "
                            + bias.shape() + " for x " + x.shape(),
                    x.shape(),
                    weight.shape());
        }
        Backend backend = x.backend();
        Kernels kernels = backend.kernels();
        FusedResult result = kernels.layerNorm(x.buffer(), weight.buffer(), bias.buffer(), eps);
        return Tape.fusedOutput(
                backend, result, List.of(x, weight, bias), saver -> {
                    Tensor savedX = saver.keep(x);
                    Tensor savedWeight = saver.keep(weight);
                    List<Buffer> state = result.state();
                    return (g, inputs) -> {
                        // All belong to the scope before any is added, so that none is lost if adding fails.
                        List<Tensor> gradients = kernels
                                .layerNormBackward(savedX.buffer(), savedWeight.buffer(), eps, state, g.buffer())
                                .stream()
                                .map(gradient -> Tensor.wrap(backend, gradient, null))
                                .toList();
                        for (int i = 0; i < gradients.size(); i++) {
                            inputs.add(i, gradients.get(i));
                        }
                    };
                });
    }

    /** Divides by the Euclidean norm along an axis, or by eps where the norm is smaller. */
    public static Tensor l2Normalize(Tensor x, int axis, float eps) {
        ShapeRules.dtype("l2Normalize", "x", x, DType.FLOAT32);
        int along = ShapeRules.axis("l2Normalize", x.shape(), axis);
        // Bounded before the root, whose slope at 0 is infinite: a row of zeros then has the finite gradient g / eps.
        Tensor squares = x.square().sumKeepingAxes(along);
        return x.divide(atLeast(squares, eps * eps).sqrt());
    }

    /** {@code max(x, floor)}; no gradient where the floor is reached. */
    private static Tensor atLeast(Tensor x, float floor) {
        return x.add(-floor).relu().add(floor);
    }
}

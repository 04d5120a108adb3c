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
        int[] over = {along};
        Backend backend = x.backend();
        FusedResult result = normalised(backend.kernels(), x.buffer(), over, eps);
        return Tape.fusedOutput(backend, result, List.of(x), saver -> {
            Tensor y = saver.keepOutput();
            Buffer norms = result.state().get(0);
            Buffer isShort = result.state().get(1);
            return (g, inputs) -> {
                Buffer gradient = normalisedBackward(backend.kernels(), y.buffer(), norms, isShort, over, g.buffer());
                inputs.add(0, Tensor.wrap(backend, gradient, null));
            };
        });
    }

    /** Returns the quotients, and as state the norms, at least eps, and where they are eps for being smaller. */
    private static FusedResult normalised(Kernels k, Buffer x, int[] over, float eps) {
        try (Buffer squares = k.multiply(x, x);
                Buffer sums = k.sum(squares, over, true);
                Buffer floor = k.full(Shape.of(), eps * eps)) {
            Buffer isShort = k.greater(floor, sums);
            try (Buffer bounded = k.select(isShort, floor, sums)) {
                return quotients(k, x, k.sqrt(bounded), isShort);
            } catch (RuntimeException | Error e) {
                isShort.close();
                throw e;
            }
        }
    }

    private static FusedResult quotients(Kernels k, Buffer x, Buffer norms, Buffer isShort) {
        try {
            return new FusedResult(k.divide(x, norms), List.of(norms, isShort));
        } catch (RuntimeException | Error e) {
            norms.close();
            throw e;
        }
    }

    /** {@code (g - y sum(g y)) / norm}, and {@code g / eps} where the norm is smaller than eps. */
    private static Buffer normalisedBackward(
            Kernels k, Buffer y, Buffer norms, Buffer isShort, int[] over, Buffer gradient) {
        try (Buffer along = along(k, y, isShort, over, gradient);
                Buffer across = k.subtract(gradient, along)) {
            return k.divide(across, norms);
        }
    }

    /** The part of the gradient in the direction of y, which a norm takes away. */
    private static Buffer along(Kernels k, Buffer y, Buffer isShort, int[] over, Buffer gradient) {
        Buffer total;
        try (Buffer products = k.multiply(gradient, y)) {
            total = k.sum(products, over, true);
        }
        try (total;
                Buffer zero = k.full(Shape.of(), 0f);
                Buffer taken = k.select(isShort, zero, total)) {
            return k.multiply(y, taken);
        }
    }
}

package io.splitmask.autograd;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.internal.ShapeRules;
import java.util.List;
import java.util.function.BinaryOperator;

/** Functions of one number, element by element, and their gradients. Users call the methods of {@link Tensor}. */
public final class Functions {
    private static final float TWO_OVER_SQRT_PI = (float) (2 / Math.sqrt(Math.PI));

    private Functions() {}

    @FunctionalInterface
    private interface Unary {
        Buffer apply(Kernels kernels, Buffer x);
    }

    /** {@code e^x}. */
    public static Tensor exp(Tensor x) {
        return ofResult("exp", Kernels::exp, x, (g, y) -> g.multiply(y));
    }

    /** Natural logarithm. */
    public static Tensor log(Tensor x) {
        return ofInput("log", Kernels::log, x, (g, input) -> g.divide(input));
    }

    /** Square root. */
    public static Tensor sqrt(Tensor x) {
        return ofResult("sqrt", Kernels::sqrt, x, (g, y) -> g.divide(y).multiply(0.5f));
    }

    /** Hyperbolic tangent. */
    public static Tensor tanh(Tensor x) {
        return ofResult("tanh", Kernels::tanh, x, (g, y) -> g.subtract(g.multiply(y.square())));
    }

    /** {@code 1 / (1 + e^-x)}; small values, which are close to {@code e^x}, keep their digits. */
    public static Tensor sigmoid(Tensor x) {
        return ofResult("sigmoid", Functions::logistic, x, (g, y) -> g.multiply(y.subtract(y.square())));
    }

    private static Buffer logistic(Kernels kernels, Buffer x) {
        try (Buffer one = kernels.full(Shape.of(), 1f);
                Buffer negated = kernels.multiply(x, -1f);
                Buffer power = kernels.exp(negated);
                Buffer sum = kernels.add(power, 1f)) {
            return kernels.divide(one, sum);
        }
    }

    /** Error function. */
    public static Tensor erf(Tensor x) {
        return ofInput(
                "erf",
                Kernels::erf,
                x,
                (g, input) -> g.multiply(input.square().negate().exp().multiply(TWO_OVER_SQRT_PI)));
    }

    /** Positive part; where x is not positive the gradient is 0, also of one that is not finite. */
    public static Tensor relu(Tensor x) {
        return ofInput("relu", Functions::positivePart, x, (g, input) -> {
            Kernels kernels = g.backend().kernels();
            try (Buffer zero = kernels.full(Shape.of(), 0f);
                    Buffer positive = kernels.greater(input.buffer(), zero)) {
                return Tensor.wrap(g.backend(), kernels.select(positive, g.buffer(), zero), null);
            }
        });
    }

    /** Asks for negative numbers, not for positive ones, so that NaN stays NaN and a diverged run shows it. */
    private static Buffer positivePart(Kernels kernels, Buffer x) {
        try (Buffer zero = kernels.full(Shape.of(), 0f);
                Buffer negative = kernels.greater(zero, x)) {
            return kernels.select(negative, zero, x);
        }
    }

    /** Exact GELU. */
    public static Tensor gelu(Tensor x) {
        return ofInput(
                "gelu",
                Kernels::gelu,
                x,
                (g, input) ->
                        Tensor.wrap(g.backend(), g.backend().kernels().geluBackward(input.buffer(), g.buffer()), null));
    }

    /** A function whose slope is computed from its input. */
    private static Tensor ofInput(String op, Unary kernel, Tensor x, BinaryOperator<Tensor> vjp) {
        ShapeRules.dtype(op, "x", x, DType.FLOAT32);
        Buffer result = kernel.apply(x.backend().kernels(), x.buffer());
        return Tape.output(x.backend(), result, List.of(x), saver -> {
            Tensor input = saver.keep(x);
            return (g, inputs) -> inputs.add(0, vjp.apply(g, input));
        });
    }

    /** A function whose slope is computed from its result. */
    private static Tensor ofResult(String op, Unary kernel, Tensor x, BinaryOperator<Tensor> vjp) {
        ShapeRules.dtype(op, "x", x, DType.FLOAT32);
        Buffer result = kernel.apply(x.backend().kernels(), x.buffer());
        return Tape.outputFromResult(x.backend(), result, x, vjp);
    }
}

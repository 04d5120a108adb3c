package io.splitmask.autograd;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.internal.ShapeRules;
import java.util.List;

/** Element-wise arithmetic with broadcasting, and its gradients. Users call the methods of {@link Tensor}. */
public final class Arithmetic {
    private Arithmetic() {}

    @FunctionalInterface
    private interface Binary {
        Buffer apply(Kernels kernels, Buffer a, Buffer b);
    }

    /** {@code a + b}. */
    public static Tensor add(Tensor a, Tensor b) {
        Shape shapeA = a.shape();
        Shape shapeB = b.shape();
        return Tape.output(a.backend(), apply("add", Kernels::add, a, b), List.of(a, b), saver -> (g, inputs) -> {
            if (inputs.wants(0)) {
                inputs.add(0, Tape.unbroadcast(g, shapeA));
            }
            if (inputs.wants(1)) {
                inputs.add(1, Tape.unbroadcast(g, shapeB));
            }
        });
    }

    /** {@code a - b}. */
    public static Tensor subtract(Tensor a, Tensor b) {
        Shape shapeA = a.shape();
        Shape shapeB = b.shape();
        Buffer result = apply("subtract", Kernels::subtract, a, b);
        return Tape.output(a.backend(), result, List.of(a, b), saver -> (g, inputs) -> {
            if (inputs.wants(0)) {
                inputs.add(0, Tape.unbroadcast(g, shapeA));
            }
            if (inputs.wants(1)) {
                inputs.add(1, Tape.unbroadcast(g, shapeB).negate());
            }
        });
    }

    /** {@code a * b}. */
    public static Tensor multiply(Tensor a, Tensor b) {
        Buffer result = apply("multiply", Kernels::multiply, a, b);
        return Tape.output(a.backend(), result, List.of(a, b), saver -> {
            Tensor savedA = saver.keep(a);
            Tensor savedB = saver.keep(b);
            return (g, inputs) -> {
                if (inputs.wants(0)) {
                    inputs.add(0, Tape.unbroadcast(g.multiply(savedB), savedA.shape()));
                }
                if (inputs.wants(1)) {
                    inputs.add(1, Tape.unbroadcast(g.multiply(savedA), savedB.shape()));
                }
            };
        });
    }

    /** {@code a / b}. */
    public static Tensor divide(Tensor a, Tensor b) {
        Buffer result = apply("divide", Kernels::divide, a, b);
        return Tape.output(a.backend(), result, List.of(a, b), saver -> {
            Tensor savedA = saver.keep(a);
            Tensor savedB = saver.keep(b);
            return (g, inputs) -> {
                Tensor share = g.divide(savedB);
                if (inputs.wants(0)) {
                    inputs.add(0, Tape.unbroadcast(share, savedA.shape()));
                }
                if (inputs.wants(1)) {
                    Tensor slope = share.multiply(savedA).divide(savedB).negate();
                    inputs.add(1, Tape.unbroadcast(slope, savedB.shape()));
                }
            };
        });
    }

    /** {@code x + value}. */
    public static Tensor add(Tensor x, float value) {
        ShapeRules.dtype("add", "x", x, DType.FLOAT32);
        Buffer result = x.backend().kernels().add(x.buffer(), value);
        return Tape.output(x.backend(), result, List.of(x), saver -> (g, inputs) -> inputs.add(0, g));
    }

    /** {@code x * value}. */
    public static Tensor multiply(Tensor x, float value) {
        ShapeRules.dtype("multiply", "x", x, DType.FLOAT32);
        Buffer result = x.backend().kernels().multiply(x.buffer(), value);
        return Tape.output(x.backend(), result, List.of(x), saver -> (g, inputs) -> inputs.add(0, g.multiply(value)));
    }

    private static Buffer apply(String op, Binary kernel, Tensor a, Tensor b) {
        ShapeRules.dtype(op, "a", a, DType.FLOAT32);
        ShapeRules.dtype(op, "b", b, DType.FLOAT32);
        ShapeRules.sameBackend(op, a, b);
        ShapeRules.checkBroadcast(op, a.shape(), b.shape());
        return kernel.apply(a.backend().kernels(), a.buffer(), b.buffer());
    }
}

package io.splitmask.autograd;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.internal.ShapeRules;
import java.util.List;

/** Matrix products and the linear layer, and their gradients. Users call the methods of {@link Tensor}. */
public final class MatrixProducts {
    private static final MatmulSpec TT = new MatmulSpec(true, true);

    private MatrixProducts() {}

    /** Matrix product of the last two axes; leading axes broadcast. */
    public static Tensor matmul(Tensor a, Tensor b, MatmulSpec spec) {
        check("matmul", "a", a, a);
        check("matmul", "b", b, a);
        Shape shape = ShapeRules.matmul(a.shape(), b.shape(), spec);
        if (b.shape().rank() == 2 && a.shape().rank() > 2 && !spec.transposeA()) {
            // One large product instead of many small ones, and no sum over the batch in the gradient of b.
            return matmul(rows(a), b, spec).reshape(shape.toArray());
        }
        Buffer result = a.backend().kernels().matmul(a.buffer(), b.buffer(), spec);
        return Tape.output(a.backend(), result, List.of(a, b), saver -> {
            Tensor savedA = saver.keep(a);
            Tensor savedB = saver.keep(b);
            return (g, inputs) -> {
                if (inputs.wants(0)) {
                    inputs.add(0, Tape.unbroadcast(gradientOfA(g, savedB, spec), savedA.shape()));
                }
                if (inputs.wants(1)) {
                    inputs.add(1, Tape.unbroadcast(gradientOfB(g, savedA, spec), savedB.shape()));
                }
            };
        });
    }

    private static Tensor gradientOfA(Tensor g, Tensor b, MatmulSpec spec) {
        if (spec.transposeA()) {
            return b.matmul(g, spec.transposeB() ? TT : MatmulSpec.NT);
        }
        return g.matmul(b, spec.transposeB() ? MatmulSpec.NN : MatmulSpec.NT);
    }

    private static Tensor gradientOfB(Tensor g, Tensor a, MatmulSpec spec) {
        if (spec.transposeB()) {
            return g.matmul(a, spec.transposeA() ? TT : MatmulSpec.TN);
        }
        return a.matmul(g, spec.transposeA() ? MatmulSpec.NN : MatmulSpec.TN);
    }

    /** Linear layer {@code x w^T + b} on the last axis. */
    public static Tensor linear(Tensor x, Tensor weight, Tensor bias) {
        check("linear", "x", x, x);
        check("linear", "weight", weight, x);
        check("linear", "bias", bias, x);
        ShapeRules.rank("linear", "weight", weight, 2);
        ShapeRules.shape("linear", "bias", bias, Shape.of(weight.dim(0)));
        if (x.shape().rank() < 1) {
            throw new ShapeException("linear", "expected x of rank 1 or more, got x " + x.shape(), x.shape());
        }
        if (x.dim(-1) != weight.dim(1)) {
            throw new ShapeException(
                    "linear",
                    "x " + x.shape() + " and weight " + weight.shape() + ": inner sizes "
                            + x.dim(-1) + " and " + weight.dim(1) + " differ; expected weight [*, " + x.dim(-1)
                            + "]. Weights of another model width?",
                    x.shape(),
                    weight.shape());
        }
        Shape outputs = x.shape().with(-1, weight.dim(0));
        ShapeRules.limit("linear", outputs.toArray(), x.shape(), weight.shape());
        Buffer result = x.backend().kernels().linear(x.buffer(), weight.buffer(), bias.buffer());
        return Tape.output(x.backend(), result, List.of(x, weight, bias), saver -> {
            Tensor savedX = saver.keep(x);
            Tensor savedWeight = saver.keep(weight);
            return (g, inputs) -> {
                Tensor rows = rows(g);
                if (inputs.wants(0)) {
                    inputs.add(
                            0, rows.matmul(savedWeight).reshape(savedX.shape().toArray()));
                }
                if (inputs.wants(1)) {
                    inputs.add(1, rows.matmul(rows(savedX), MatmulSpec.TN));
                }
                if (inputs.wants(2)) {
                    inputs.add(2, rows.sum(0));
                }
            };
        });
    }

    /** All axes but the last as one; a -1 could not be filled in if the last one is empty. */
    private static Tensor rows(Tensor x) {
        int rows = 1;
        for (int axis = 0; axis < x.shape().rank() - 1; axis++) {
            rows *= x.dim(axis);
        }
        return x.reshape(rows, x.dim(-1));
    }

    private static void check(String op, String name, Tensor x, Tensor first) {
        ShapeRules.dtype(op, name, x, DType.FLOAT32);
        ShapeRules.sameBackend(op, first, x);
    }
}

package io.splitmask.autograd;

import io.splitmask.spi.Buffer;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.internal.ShapeRules;
import java.util.List;

/**
 * Gathering and scattering of rows, and their gradients. Users call the methods of {@link Tensor}. Index values are
 * the caller's responsibility where they come from a device; those that come from Java are checked when uploaded.
 */
public final class Indexing {
    private Indexing() {}

    /** Picks rows of [B, T, D] by [B, K]. */
    public static Tensor gatherRows(Tensor x, Tensor index) {
        checkRows("gatherRows", x, index);
        int rows = x.dim(1);
        int[] picked = {x.dim(0), index.dim(1), x.dim(2)};
        ShapeRules.limit("gatherRows", picked, x.shape(), index.shape());
        Buffer result = x.backend().kernels().gatherRows(x.buffer(), index.buffer());
        return Tape.output(x.backend(), result, List.of(x), saver -> {
            Tensor kept = saver.keep(index);
            return (g, inputs) -> inputs.add(0, g.scatterAddRows(kept, rows));
        });
    }

    /** Adds rows [B, K, D] up at [B, K]. */
    public static Tensor scatterAddRows(Tensor source, Tensor index, int rows) {
        checkRows("scatterAddRows", source, index);
        if (rows < 0) {
            throw new ShapeException(
                    "scatterAddRows",
                    "expected rows >= 0, got " + rows + " for source " + source.shape(),
                    source.shape());
        }
        if (source.dim(1) != index.dim(1)) {
            throw new ShapeException(
                    "scatterAddRows",
                    "expected one index a row, got source " + source.shape() + " and index " + index.shape(),
                    source.shape(),
                    index.shape());
        }
        int[] added = {source.dim(0), rows, source.dim(2)};
        ShapeRules.limit("scatterAddRows", added, source.shape());
        Buffer result = source.backend().kernels().scatterAddRows(source.buffer(), index.buffer(), rows);
        return Tape.output(source.backend(), result, List.of(source), saver -> {
            Tensor kept = saver.keep(index);
            return (g, inputs) -> inputs.add(0, g.gatherRows(kept));
        });
    }

    private static void checkRows(String op, Tensor x, Tensor index) {
        ShapeRules.dtype(op, "x", x, DType.FLOAT32);
        ShapeRules.rank(op, "x", x, 3);
        ShapeRules.rank(op, "index", index, 2);
        ShapeRules.dtype(op, "index", index, DType.INT32);
        ShapeRules.sameBackend(op, x, index);
        if (x.dim(0) != index.dim(0)) {
            throw new ShapeException(
                    op,
                    "expected equal batch sizes, got x " + x.shape() + " and index " + index.shape(),
                    x.shape(),
                    index.shape());
        }
    }

    /** Picks entries of the first axis. */
    public static Tensor take(Tensor x, Tensor index) {
        ShapeRules.rank("take", "index", index, 1);
        if (x.shape().rank() == 0) {
            throw new ShapeException("take", "expected x of rank 1 or more, got " + x.shape(), x.shape());
        }
        Shape shape = x.shape();
        int inner = 1;
        for (int axis = 1; axis < shape.rank(); axis++) {
            inner *= shape.dim(axis);
        }
        Tensor rows = x.reshape(1, shape.dim(0), inner);
        return rows.gatherRows(index.reshape(1, index.dim(0)))
                .reshape(shape.with(0, index.dim(0)).toArray());
    }

    /** Picks one element a row. */
    public static Tensor gatherLast(Tensor x, Tensor index) {
        ShapeRules.rank("gatherLast", "x", x, 2);
        ShapeRules.shape("gatherLast", "index", index, Shape.of(x.dim(0), 1));
        return x.reshape(x.dim(0), x.dim(1), 1).gatherRows(index).reshape(x.dim(0), 1);
    }
}

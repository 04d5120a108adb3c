package io.splitmask.tensor.internal;

import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Computes result shapes, or throws with the operation, the shapes and what was expected. */
public final class ShapeRules {
    private ShapeRules() {}

    /** NumPy's broadcasting of two shapes. */
    public static Shape broadcast(String op, Shape a, Shape b) {
        if (a.equals(b)) {
            return a;
        }
        int common = Math.min(a.rank(), b.rank());
        for (int i = 1; i <= common; i++) {
            if (a.dim(-i) != b.dim(-i) && a.dim(-i) != 1 && b.dim(-i) != 1) {
                throw new ShapeException(
                        op, "expected sizes that are equal or 1 on every axis, got " + a + " and " + b, a, b);
            }
        }
        int rank = Math.max(a.rank(), b.rank());
        int[] dims = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int da = i <= a.rank() ? a.dim(-i) : 1;
            int db = i <= b.rank() ? b.dim(-i) : 1;
            dims[rank - i] = da == 1 ? db : da;
        }
        limit(op, dims, a, b);
        return Shape.of(dims);
    }

    /** Checks that two shapes broadcast together. */
    public static void checkBroadcast(String op, Shape a, Shape b) {
        Shape unused = broadcast(op, a, b);
    }

    /**
     * Checks that a result, which may be larger than what it is computed from, fits into a tensor: 2^31 - 1 elements.
     *
     * @param dims not negative
     * @param given from which it is computed
     */
    public static void limit(String op, int[] dims, Shape... given) {
        double size = 1;
        for (int dim : dims) {
            size *= dim;
        }
        if (size > Integer.MAX_VALUE) {
            throw new ShapeException(
                    op,
                    "expected a result of at most 2^31 - 1 elements, got " + Arrays.toString(dims)
                            + (given.length == 0 ? "" : " from ")
                            + Stream.of(given).map(Shape::toString).collect(Collectors.joining(" and "))
                            + "; use smaller batches",
                    given);
        }
    }

    /** Checks that a shape broadcasts to another. */
    public static void broadcastTo(String op, Shape from, Shape to) {
        if (from.rank() > to.rank() || !broadcast(op, from, to).equals(to)) {
            throw new ShapeException(op, "expected a shape that " + from + " broadcasts to, got " + to, from, to);
        }
    }

    /** Checks a matrix product and returns the shape of its result. */
    public static Shape matmul(Shape a, Shape b, MatmulSpec spec) {
        if (a.rank() < 2 || b.rank() < 2) {
            throw new ShapeException("matmul", "expected operands of rank 2 or more, got " + a + " and " + b, a, b);
        }
        int m = a.dim(spec.transposeA() ? -1 : -2);
        int inner = a.dim(spec.transposeA() ? -2 : -1);
        int innerB = b.dim(spec.transposeB() ? -1 : -2);
        int n = b.dim(spec.transposeB() ? -2 : -1);
        if (inner != innerB) {
            String flags = (spec.transposeA() ? ", a transposed" : "") + (spec.transposeB() ? ", b transposed" : "");
            throw new ShapeException(
                    "matmul",
                    "expected equal inner sizes, got a " + a + " and b " + b + flags + ": inner sizes " + inner
                            + " and " + innerB + " differ",
                    a,
                    b);
        }
        Shape leading = broadcast("matmul", leading(a), leading(b));
        int[] dims = Arrays.copyOf(leading.toArray(), leading.rank() + 2);
        dims[dims.length - 2] = m;
        dims[dims.length - 1] = n;
        limit("matmul", dims, a, b);
        return Shape.of(dims);
    }

    private static Shape leading(Shape shape) {
        return Shape.of(Arrays.copyOf(shape.toArray(), shape.rank() - 2));
    }

    /** Turns axes that may count from the end into ascending, distinct ones; none means all. */
    public static int[] axes(String op, Shape shape, int... axes) {
        if (axes.length == 0) {
            int[] all = new int[shape.rank()];
            Arrays.setAll(all, i -> i);
            return all;
        }
        int[] sorted = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            sorted[i] = axis(op, shape, axes[i]);
        }
        Arrays.sort(sorted);
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] == sorted[i - 1]) {
                throw new ShapeException(
                        op, "axis " + sorted[i] + " is named twice in " + Arrays.toString(axes), shape);
            }
        }
        return sorted;
    }

    /** Turns an axis that may count from the end into one from the start. */
    public static int axis(String op, Shape shape, int axis) {
        if (shape.rank() == 0) {
            throw new ShapeException(op, "expected a shape with axes, got [] and axis " + axis, shape);
        }
        int fromStart = axis < 0 ? axis + shape.rank() : axis;
        if (fromStart < 0 || fromStart >= shape.rank()) {
            throw new ShapeException(
                    op,
                    "expected an axis in " + -shape.rank() + ".." + (shape.rank() - 1) + " of " + shape + ", got "
                            + axis,
                    shape);
        }
        return fromStart;
    }

    /** Checks a reshape; one size may be -1 and is then filled in. */
    public static Shape reshape(Shape from, int... dims) {
        int open = -1;
        long known = 1;
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] == -1 && open < 0) {
                open = i;
            } else if (dims[i] < 0) {
                throw new ShapeException(
                        "reshape",
                        "expected sizes of 0 or more and one -1 at the most, got " + Arrays.toString(dims),
                        from);
            } else {
                known *= dims[i];
            }
        }
        int[] full = dims.clone();
        if (open >= 0 && known > 0 && from.size() % known == 0) {
            full[open] = (int) (from.size() / known);
            known *= full[open];
        }
        if (known != from.size() || (open >= 0 && full[open] < 0)) {
            throw new ShapeException(
                    "reshape",
                    "expected " + from.size() + " elements as in " + from + ", got " + Arrays.toString(dims),
                    from);
        }
        return Shape.of(full);
    }

    /** Checks that there are as many values as a shape has elements. */
    public static Shape count(String op, int count, int... dims) {
        Shape shape = Shape.of(dims);
        if (shape.size() != count) {
            throw new ShapeException(op, "expected " + shape.size() + " values for " + shape + ", got " + count, shape);
        }
        return shape;
    }

    /** Checks that a tensor has this rank. */
    public static void rank(String op, String name, Tensor x, int rank) {
        if (x.shape().rank() != rank) {
            throw new ShapeException(
                    op, "expected " + name + " of rank " + rank + ", got " + name + " " + x.shape(), x.shape());
        }
    }

    /** Checks that a tensor has exactly this shape. */
    public static void shape(String op, String name, Tensor x, Shape expected) {
        if (!x.shape().equals(expected)) {
            throw new ShapeException(
                    op, "expected " + name + " " + expected + ", got " + name + " " + x.shape(), x.shape());
        }
    }

    /** Checks the element type. */
    public static void dtype(String op, String name, Tensor x, DType expected) {
        if (x.dtype() != expected) {
            throw new ShapeException(
                    op,
                    "expected " + name + " of dtype " + expected + ", got " + name + " " + x.shape() + " of "
                            + x.dtype(),
                    x.shape());
        }
    }

    /** Checks that two tensors live on one backend. */
    public static void sameBackend(String op, Tensor a, Tensor b) {
        if (a.backend() != b.backend()) {
            throw new IllegalArgumentException(op + ": expected tensors of one backend, got "
                    + a.backend().description() + " and " + b.backend().description());
        }
    }

    /** Checks a concatenation along an axis from the start. */
    public static void concat(List<Tensor> parts, int axis) {
        Shape first = parts.get(0).shape();
        long total = 0;
        for (Tensor part : parts) {
            Shape s = part.shape();
            if (s.rank() != first.rank() || !s.with(axis, first.dim(axis)).equals(first)) {
                throw new ShapeException(
                        "concat",
                        "expected equal sizes but on axis " + axis + ", got " + first + " and " + s,
                        first,
                        s);
            }
            total += s.size();
        }
        if (total > Integer.MAX_VALUE) {
            throw new ShapeException("concat", "expected a result of at most 2^31 - 1 elements, got " + total, first);
        }
    }

    /** Checks that all indices are in 0..bound-1. */
    public static void indices(String op, int[] values, int bound) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0 || values[i] >= bound) {
                throw new IllegalArgumentException(op + ": expected indices in 0.." + (bound - 1) + ", got " + values[i]
                        + " at position " + i + " of " + values.length);
            }
        }
    }
}

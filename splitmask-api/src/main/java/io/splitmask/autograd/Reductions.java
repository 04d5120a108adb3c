package io.splitmask.autograd;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.internal.ShapeRules;
import java.util.List;

/** Sums, means and maxima, and their gradients. Users call the methods of {@link Tensor}. */
public final class Reductions {
    private Reductions() {}

    /** Sums over axes; none means all. */
    public static Tensor sum(Tensor x, boolean keepAxes, int... axes) {
        ShapeRules.dtype("sum", "x", x, DType.FLOAT32);
        int[] over = ShapeRules.axes("sum", x.shape(), axes);
        if (over.length == 0) {
            return x.reshape();
        }
        Shape shape = x.shape();
        Buffer result = x.backend().kernels().sum(x.buffer(), over, keepAxes);
        return Tape.output(
                x.backend(),
                result,
                List.of(x),
                saver -> (g, inputs) ->
                        inputs.add(0, g.reshape(kept(shape, over).toArray()).broadcastTo(shape.toArray())));
    }

    /** Averages over axes; none means all. */
    public static Tensor mean(Tensor x, boolean keepAxes, int... axes) {
        long count = 1;
        for (int axis : ShapeRules.axes("mean", x.shape(), axes)) {
            count *= x.dim(axis);
        }
        return sum(x, keepAxes, axes).multiply(1f / count);
    }

    /** Largest element over axes; none means all. */
    public static Tensor max(Tensor x, boolean keepAxes, int... axes) {
        ShapeRules.dtype("max", "x", x, DType.FLOAT32);
        int[] over = ShapeRules.axes("max", x.shape(), axes);
        for (int axis : over) {
            if (x.dim(axis) == 0) {
                throw new ShapeException(
                        "max", "expected axes of size 1 or more, got axis " + axis + " of " + x.shape(), x.shape());
            }
        }
        if (over.length == 0) {
            return x.reshape();
        }
        Shape keptShape = kept(x.shape(), over);
        Buffer result = x.backend().kernels().max(x.buffer(), over, keepAxes);
        return Tape.output(x.backend(), result, List.of(x), saver -> {
            Tensor input = saver.keep(x);
            return (g, inputs) -> inputs.add(0, maxGradient(input, g.reshape(keptShape.toArray()), over));
        });
    }

    private static Tensor maxGradient(Tensor x, Tensor g, int[] over) {
        Kernels kernels = x.backend().kernels();
        try (Buffer largest = kernels.max(x.buffer(), over, true)) {
            Tensor hit = Tensor.wrap(x.backend(), kernels.equal(x.buffer(), largest), null);
            return hit.divide(hit.sumKeepingAxes(over)).multiply(g);
        }
    }

    /** Position of the largest element of the last axis. */
    public static Tensor argMax(Tensor x) {
        ShapeRules.dtype("argMax", "x", x, DType.FLOAT32);
        if (x.shape().rank() == 0 || x.dim(-1) == 0) {
            throw new ShapeException("argMax", "expected a last axis of size 1 or more, got " + x.shape(), x.shape());
        }
        return Tensor.wrap(x.backend(), x.backend().kernels().argMax(x.buffer()), null);
    }

    private static Shape kept(Shape shape, int[] over) {
        Shape kept = shape;
        for (int axis : over) {
            kept = kept.with(axis, 1);
        }
        return kept;
    }
}

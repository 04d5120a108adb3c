package io.splitmask.autograd;

import io.splitmask.spi.Buffer;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.internal.ShapeRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Views and rearrangements, and their gradients. Users call the methods of {@link Tensor}. */
public final class Shaping {
    private Shaping() {}

    /** Same elements, another shape. */
    public static Tensor reshape(Tensor x, int... dims) {
        Shape from = x.shape();
        Buffer result = x.backend().kernels().reshape(x.buffer(), ShapeRules.reshape(from, dims));
        Tensor output = Tape.output(
                x.backend(), result, List.of(x), saver -> (g, inputs) -> inputs.add(0, g.reshape(from.toArray())));
        output.shared().showMemoryOf(x.shared());
        return output;
    }

    /** Reorders axes. */
    public static Tensor permute(Tensor x, int... axes) {
        ShapeRules.dtype("permute", "x", x, DType.FLOAT32);
        Shape from = x.shape();
        int[] sorted = axes.length == 0 ? new int[0] : ShapeRules.axes("permute", from, axes);
        if (sorted.length != from.rank()) {
            throw new ShapeException(
                    "permute", "expected every axis of " + from + " once, got " + Arrays.toString(axes), from);
        }
        int[] order = new int[axes.length];
        int[] inverse = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            order[i] = from.axis(axes[i]);
            inverse[order[i]] = i;
        }
        Buffer result = x.backend().kernels().permute(x.buffer(), order);
        return Tape.output(x.backend(), result, List.of(x), saver -> (g, inputs) -> inputs.add(0, g.permute(inverse)));
    }

    /** Swaps two axes. */
    public static Tensor transpose(Tensor x, int axis1, int axis2) {
        int[] order = new int[x.shape().rank()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        int first = ShapeRules.axis("transpose", x.shape(), axis1);
        int second = ShapeRules.axis("transpose", x.shape(), axis2);
        order[first] = second;
        order[second] = first;
        return permute(x, order);
    }

    /** Takes a range of one axis. */
    public static Tensor slice(Tensor x, int axis, int start, int stop) {
        Shape from = x.shape();
        int along = ShapeRules.axis("slice", from, axis);
        if (start < 0 || stop < start || stop > from.dim(along)) {
            throw new ShapeException(
                    "slice",
                    "expected 0 <= start <= stop <= " + from.dim(along) + " on axis " + along + " of " + from + ", got "
                            + start + ".." + stop,
                    from);
        }
        Buffer result = x.backend().kernels().slice(x.buffer(), along, start, stop);
        return Tape.output(x.backend(), result, List.of(x), saver -> (g, inputs) -> {
            List<Tensor> parts = new ArrayList<>(3);
            if (start > 0) {
                parts.add(Tensor.full(g.backend(), 0f, from.with(along, start)));
            }
            parts.add(g);
            if (stop < from.dim(along)) {
                parts.add(Tensor.full(g.backend(), 0f, from.with(along, from.dim(along) - stop)));
            }
            inputs.add(0, parts.size() == 1 ? g : concat(parts, along));
        });
    }

    /** Joins tensors along an axis. */
    public static Tensor concat(List<Tensor> parts, int axis) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("concat: expected at least one tensor, got none");
        }
        Tensor first = parts.get(0);
        int along = ShapeRules.axis("concat", first.shape(), axis);
        ShapeRules.concat(parts, along);
        List<Buffer> buffers = new ArrayList<>(parts.size());
        List<Integer> sizes = new ArrayList<>(parts.size());
        for (Tensor part : parts) {
            ShapeRules.dtype("concat", "part", part, first.dtype());
            ShapeRules.sameBackend("concat", first, part);
            buffers.add(part.buffer());
            sizes.add(part.dim(along));
        }
        Buffer result = first.backend().kernels().concat(buffers, along);
        return Tape.output(first.backend(), result, parts, saver -> (g, inputs) -> {
            int start = 0;
            for (int i = 0; i < sizes.size(); i++) {
                int stop = start + sizes.get(i);
                if (inputs.wants(i)) {
                    inputs.add(i, g.slice(along, start, stop));
                }
                start = stop;
            }
        });
    }

    /** Repeats under NumPy's rules. */
    public static Tensor broadcastTo(Tensor x, Shape shape) {
        ShapeRules.dtype("broadcastTo", "x", x, DType.FLOAT32);
        Shape from = x.shape();
        ShapeRules.broadcastTo("broadcastTo", from, shape);
        Buffer result = x.backend().kernels().broadcastTo(x.buffer(), shape);
        return Tape.output(
                x.backend(), result, List.of(x), saver -> (g, inputs) -> inputs.add(0, Tape.unbroadcast(g, from)));
    }
}

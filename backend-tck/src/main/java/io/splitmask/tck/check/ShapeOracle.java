package io.splitmask.tck.check;

import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * The shape rules of the kernels, written a second time and on purpose independently of the library's own: what the
 * result must be, or that the arguments do not fit.
 */
final class ShapeOracle {
    private ShapeOracle() {}

    static Shape broadcast(Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        int[] dims = new int[rank];
        for (int fromEnd = 1; fromEnd <= rank; fromEnd++) {
            int sizeA = fromEnd > a.rank() ? 1 : a.dim(-fromEnd);
            int sizeB = fromEnd > b.rank() ? 1 : b.dim(-fromEnd);
            require(sizeA == sizeB || sizeA == 1 || sizeB == 1, "shapes that broadcast", a + " and " + b);
            dims[rank - fromEnd] = sizeA == 1 ? sizeB : sizeA;
        }
        return Shape.of(dims);
    }

    static Shape broadcastTo(Shape x, Shape shape) {
        Shape joined = broadcast(x, shape);
        require(joined.equals(shape), "a shape that broadcasts to " + shape, x);
        return shape;
    }

    static Shape same(Shape a, Shape b) {
        require(a.equals(b), "equal shapes", a + " and " + b);
        return a;
    }

    static Shape reshape(Shape x, Shape shape) {
        require(x.size() == shape.size(), "as many elements as " + x, shape);
        return shape;
    }

    static Shape permute(Shape x, int[] axes) {
        int[] sorted = axes.clone();
        Arrays.sort(sorted);
        int[] dims = new int[axes.length];
        require(axes.length == x.rank(), "all axes of " + x, Arrays.toString(axes));
        for (int i = 0; i < axes.length; i++) {
            require(sorted[i] == i, "each axis once", Arrays.toString(axes));
        }
        for (int i = 0; i < axes.length; i++) {
            dims[i] = x.dim(axes[i]);
        }
        return Shape.of(dims);
    }

    static Shape slice(Shape x, int axis, int start, int stop) {
        requireAxis(x, axis);
        boolean inside = 0 <= start && start <= stop && stop <= x.dim(axis);
        require(inside, "0 <= start <= stop <= " + x.dim(axis), start + ".." + stop);
        return x.with(axis, stop - start);
    }

    static Shape concat(List<Shape> parts, int axis) {
        require(!parts.isEmpty(), "at least one part", "none");
        Shape first = parts.get(0);
        requireAxis(first, axis);
        int total = 0;
        for (Shape part : parts) {
            boolean fits = part.rank() == first.rank() && part.with(axis, 0).equals(first.with(axis, 0));
            require(fits, "equal axes but " + axis, first + " and " + part);
            total += part.dim(axis);
        }
        return first.with(axis, total);
    }

    static Shape gatherRows(Shape x, Shape index) {
        require(x.rank() == 3 && index.rank() == 2, "[B, T, D] and [B, K]", x + " and " + index);
        require(x.dim(0) == index.dim(0), "equal B", x + " and " + index);
        return x.with(1, index.dim(1));
    }

    static Shape scatterAddRows(Shape source, Shape index, int rows) {
        require(source.rank() == 3 && index.rank() == 2, "[B, K, D] and [B, K]", source + " and " + index);
        require(source.with(2, 1).equals(Shape.of(index.dim(0), index.dim(1), 1)), "equal B, K", source + ", " + index);
        return source.with(1, rows);
    }

    static Shape sum(Shape x, int[] axes, boolean keepAxes) {
        require(axes.length > 0, "at least one axis", "none");
        for (int i = 0; i < axes.length; i++) {
            requireAxis(x, axes[i]);
            require(i == 0 || axes[i - 1] < axes[i], "ascending axes", Arrays.toString(axes));
        }
        int[] dims = new int[keepAxes ? x.rank() : x.rank() - axes.length];
        int next = 0;
        for (int axis = 0; axis < x.rank(); axis++) {
            boolean reduced = Arrays.binarySearch(axes, axis) >= 0;
            if (!reduced || keepAxes) {
                dims[next++] = reduced ? 1 : x.dim(axis);
            }
        }
        return Shape.of(dims);
    }

    static Shape max(Shape x, int[] axes, boolean keepAxes) {
        Shape result = sum(x, axes, keepAxes);
        for (int axis : axes) {
            require(x.dim(axis) > 0, "non-empty axes", x);
        }
        return result;
    }

    static Shape argMax(Shape x) {
        require(x.rank() > 0 && x.dim(-1) > 0, "a non-empty last axis", x);
        return sum(x, new int[] {x.rank() - 1}, false);
    }

    static Shape matmul(Shape a, Shape b, MatmulSpec spec) {
        require(a.rank() >= 2 && b.rank() >= 2, "rank 2 or more", a + " and " + b);
        int innerA = a.dim(spec.transposeA() ? -2 : -1);
        int innerB = b.dim(spec.transposeB() ? -1 : -2);
        require(innerA == innerB, "equal inner sizes under " + spec, a + " and " + b);
        Shape batch = broadcast(leading(a), leading(b));
        int[] dims = Arrays.copyOf(batch.toArray(), batch.rank() + 2);
        dims[batch.rank()] = a.dim(spec.transposeA() ? -1 : -2);
        dims[batch.rank() + 1] = b.dim(spec.transposeB() ? -2 : -1);
        return Shape.of(dims);
    }

    static Shape linear(Shape x, Shape w, Shape b) {
        require(x.rank() >= 1 && w.rank() == 2, "[..., I] and [O, I]", x + " and " + w);
        require(x.dim(-1) == w.dim(1), "equal I", x + " and " + w);
        require(b.equals(Shape.of(w.dim(0))), "bias [" + w.dim(0) + "]", b);
        return x.with(-1, w.dim(0));
    }

    static Shape norm(Shape x, Shape w, Shape b) {
        require(x.rank() >= 1, "rank 1 or more", x);
        require(w.equals(Shape.of(x.dim(-1))) && b.equals(w), "w and b [" + x.dim(-1) + "]", w + " and " + b);
        return x;
    }

    static Shape rows(Shape x) {
        require(x.rank() >= 1 && x.dim(-1) > 0, "a non-empty last axis", x);
        return x;
    }

    static Shape attention(Shape qkv, int heads) {
        require(heads > 0, "one head or more", heads);
        boolean fits = qkv.rank() == 3 && qkv.dim(1) > 0 && qkv.dim(2) > 0 && qkv.dim(2) % (3L * heads) == 0;
        require(fits, "[B, T, 3D] with T > 0 and D divisible by " + heads, qkv);
        return qkv.with(2, qkv.dim(2) / 3);
    }

    static Shape crossEntropy(Shape x, Shape w, Shape b, Shape target) {
        Shape logits = linear(x, w, b);
        require(x.rank() == 2 && logits.size() > 0, "x [R, D] and w [V, D], R and V > 0", x + " and " + w);
        require(target.equals(Shape.of(logits.dim(0))), "target [" + logits.dim(0) + "]", target);
        return Shape.of();
    }

    static Shape softCrossEntropy(Shape x, Shape w, Shape targets, Shape pick) {
        require(x.rank() == 2 && w.rank() == 2 && x.dim(1) == w.dim(1), "x [R, D] and w [V, D]", x + " and " + w);
        require(x.dim(0) > 0 && w.dim(0) > 0, "R and V > 0", x + " and " + w);
        require(targets.rank() == 2 && targets.dim(1) == w.dim(0), "targets [M, " + w.dim(0) + "]", targets);
        require(pick.equals(Shape.of(x.dim(0))), "pick [" + x.dim(0) + "]", pick);
        return Shape.of();
    }

    private static void requireAxis(Shape x, int axis) {
        require(0 <= axis && axis < x.rank(), "an axis of " + x + ", from 0", axis);
    }

    private static void require(boolean holds, String expected, Object got) {
        if (!holds) {
            throw new CheckFailedError("expected " + expected + ", got " + got);
        }
    }

    private static Shape leading(Shape shape) {
        return Shape.of(Arrays.copyOf(shape.toArray(), shape.rank() - 2));
    }
}

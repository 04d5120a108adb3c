package io.splitmask.djl;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Shapes of results, for operands that were checked above the kernels. */
final class ResultShapes {
    private ResultShapes() {}

    /** Returns the shape under NumPy's broadcasting rules. */
    static Shape broadcast(Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        int[] dims = new int[rank];
        for (int fromEnd = 1; fromEnd <= rank; fromEnd++) {
            int left = fromEnd > a.rank() ? 1 : a.dim(-fromEnd);
            int right = fromEnd > b.rank() ? 1 : b.dim(-fromEnd);
            dims[rank - fromEnd] = left == 1 ? right : left;
        }
        return Shape.of(dims);
    }

    /** Returns the shape after a reduction over these ascending axes. */
    static Shape reduced(Shape x, int[] axes, boolean keepAxes) {
        List<Integer> dims = new ArrayList<>();
        for (int axis = 0; axis < x.rank(); axis++) {
            boolean isReduced = Arrays.binarySearch(axes, axis) >= 0;
            if (!isReduced) {
                dims.add(x.dim(axis));
            } else if (keepAxes) {
                dims.add(1);
            }
        }
        return of(dims);
    }

    /** Returns the shape of a matrix product. */
    static Shape matmul(Shape a, Shape b, MatmulSpec spec) {
        Shape batch = broadcast(leading(a), leading(b));
        List<Integer> dims = new ArrayList<>();
        for (int dim : batch.toArray()) {
            dims.add(dim);
        }
        dims.add(a.dim(spec.transposeA() ? -1 : -2));
        dims.add(b.dim(spec.transposeB() ? -2 : -1));
        return of(dims);
    }

    /** Returns the shape of buffers joined along an axis. */
    static Shape concatenated(List<Buffer> parts, int axis) {
        int total = 0;
        for (Buffer part : parts) {
            total += part.shape().dim(axis);
        }
        return parts.get(0).shape().with(axis, total);
    }

    private static Shape leading(Shape shape) {
        return Shape.of(Arrays.copyOf(shape.toArray(), shape.rank() - 2));
    }

    private static Shape of(List<Integer> dims) {
        return Shape.of(dims.stream().mapToInt(Integer::intValue).toArray());
    }
}

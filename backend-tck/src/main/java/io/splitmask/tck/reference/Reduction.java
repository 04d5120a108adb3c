package io.splitmask.tck.reference;

import io.splitmask.spi.Buffer;
import io.splitmask.tensor.Shape;
import java.util.Arrays;

/** Sums in double precision, maxima, and the position of the largest element. */
final class Reduction {
    private final HostMemory memory;

    Reduction(HostMemory memory) {
        this.memory = memory;
    }

    Buffer sum(Buffer x, int[] axes, boolean keepAxes) {
        float[] in = HostBuffer.floats(x);
        Shape kept = keptShape(x.shape(), axes);
        int[] targets = Strided.broadcastPositions(kept, x.shape());
        double[] sums = new double[kept.intSize()];
        for (int i = 0; i < in.length; i++) {
            sums[targets[i]] += in[i];
        }
        return memory.rounded(sums, keepAxes ? kept : without(x.shape(), axes));
    }

    /** {@link Math#max} hands NaN on, which a comparison with {@code >} would not. */
    Buffer max(Buffer x, int[] axes, boolean keepAxes) {
        float[] in = HostBuffer.floats(x);
        Shape kept = keptShape(x.shape(), axes);
        int[] targets = Strided.broadcastPositions(kept, x.shape());
        float[] out = new float[kept.intSize()];
        Arrays.fill(out, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < in.length; i++) {
            out[targets[i]] = Math.max(out[targets[i]], in[i]);
        }
        return memory.floats(out, keepAxes ? kept : without(x.shape(), axes));
    }

    Buffer argMax(Buffer x) {
        float[] in = HostBuffer.floats(x);
        int last = x.shape().rank() - 1;
        int width = x.shape().dim(last);
        Shape shape = without(x.shape(), new int[] {last});
        int[] out = new int[shape.intSize()];
        for (int row = 0; row < out.length; row++) {
            int best = 0;
            for (int i = 1; i < width; i++) {
                float value = in[row * width + i];
                float largest = in[row * width + best];
                if (value > largest || (Float.isNaN(value) && !Float.isNaN(largest))) {
                    best = i;
                }
            }
            out[row] = best;
        }
        return memory.ints(out, shape);
    }

    private static Shape keptShape(Shape shape, int[] axes) {
        int[] dims = shape.toArray();
        for (int axis : axes) {
            dims[axis] = 1;
        }
        return Shape.of(dims);
    }

    private static Shape without(Shape shape, int[] axes) {
        int[] dims = new int[shape.rank() - axes.length];
        int next = 0;
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (Arrays.binarySearch(axes, axis) < 0) {
                dims[next++] = shape.dim(axis);
            }
        }
        return Shape.of(dims);
    }
}

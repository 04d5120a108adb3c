package io.splitmask.tck.reference;

import io.splitmask.spi.Buffer;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.util.List;

/** Elements on the move: other orders, parts, joins, rows by index. Nothing is computed but sums of rows. */
final class Movement {
    private final HostMemory memory;

    Movement(HostMemory memory) {
        this.memory = memory;
    }

    Buffer permute(Buffer x, int[] axes) {
        int[] own = x.shape().strides();
        int[] dims = new int[axes.length];
        int[] strides = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            dims[i] = x.shape().dim(axes[i]);
            strides[i] = own[axes[i]];
        }
        Shape shape = Shape.of(dims);
        return memory.floats(Elementwise.pick(HostBuffer.floats(x), Strided.positions(shape, strides)), shape);
    }

    /** Along the axis, everything further right moves as one run. */
    Buffer slice(Buffer x, int axis, int start, int stop) {
        Object in = HostBuffer.array(x);
        Shape shape = x.shape().with(axis, stop - start);
        Object out = newArray(x.dtype(), shape);
        int step = product(x.shape(), axis + 1, x.shape().rank());
        int from = x.shape().dim(axis) * step;
        int length = (stop - start) * step;
        for (int i = 0; i < product(shape, 0, axis); i++) {
            System.arraycopy(in, i * from + start * step, out, i * length, length);
        }
        return memory.wrap(out, shape);
    }

    Buffer concat(List<Buffer> parts, int axis) {
        Buffer first = parts.get(0);
        int total = 0;
        for (Buffer part : parts) {
            total += part.shape().dim(axis);
        }
        Shape shape = first.shape().with(axis, total);
        Object out = newArray(first.dtype(), shape);
        int step = product(shape, axis + 1, shape.rank());
        int offset = 0;
        for (Buffer part : parts) {
            Object in = HostBuffer.array(part);
            int length = part.shape().dim(axis) * step;
            for (int i = 0; i < product(shape, 0, axis); i++) {
                System.arraycopy(in, i * length, out, i * total * step + offset, length);
            }
            offset += length;
        }
        return memory.wrap(out, shape);
    }

    Buffer gatherRows(Buffer x, Buffer index) {
        float[] in = HostBuffer.floats(x);
        int[] picks = HostBuffer.ints(index);
        int numRows = x.shape().dim(1);
        int numPicks = index.shape().dim(1);
        int width = x.shape().dim(2);
        float[] out = new float[picks.length * width];
        for (int i = 0; i < picks.length; i++) {
            int row = i / numPicks * numRows + picks[i];
            System.arraycopy(in, row * width, out, i * width, width);
        }
        return memory.floats(out, x.shape().with(1, numPicks));
    }

    Buffer scatterAddRows(Buffer source, Buffer index, int rows) {
        float[] in = HostBuffer.floats(source);
        int[] targets = HostBuffer.ints(index);
        int numPicks = index.shape().dim(1);
        int width = source.shape().dim(2);
        Shape shape = source.shape().with(1, rows);
        double[] sums = new double[shape.intSize()];
        for (int i = 0; i < targets.length; i++) {
            int row = i / numPicks * rows + targets[i];
            for (int column = 0; column < width; column++) {
                sums[row * width + column] += in[i * width + column];
            }
        }
        return memory.rounded(sums, shape);
    }

    private static Object newArray(DType dtype, Shape shape) {
        return dtype == DType.FLOAT32 ? new float[shape.intSize()] : new int[shape.intSize()];
    }

    private static int product(Shape shape, int firstAxis, int endAxis) {
        int product = 1;
        for (int axis = firstAxis; axis < endAxis; axis++) {
            product *= shape.dim(axis);
        }
        return product;
    }
}

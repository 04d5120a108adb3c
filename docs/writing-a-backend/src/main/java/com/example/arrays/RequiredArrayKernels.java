package com.example.arrays;

import static com.example.arrays.ArrayBuffer.array;
import static com.example.arrays.ArrayBuffer.floats;
import static com.example.arrays.ArrayBuffer.ints;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** The required kernels. Fused kernels are inherited: they are composed of these. */
class RequiredArrayKernels implements Kernels {
    private final Memory memory;

    RequiredArrayKernels(Memory memory) {
        this.memory = memory;
    }

    /** Makes the result of a kernel from an array that nobody else keeps. */
    final Buffer result(Object array, Shape shape) {
        return ArrayBuffer.of(memory, array, shape);
    }

    // transfer

    @Override
    public Buffer upload(float[] values, Shape shape) {
        return result(values.clone(), shape);
    }

    @Override
    public Buffer upload(int[] values, Shape shape) {
        return result(values.clone(), shape);
    }

    @Override
    public float[] downloadFloats(Buffer x) {
        return floats(x).clone();
    }

    @Override
    public int[] downloadInts(Buffer x) {
        return ints(x).clone();
    }

    @Override
    public Buffer full(Shape shape, float value) {
        float[] values = new float[shape.intSize()];
        Arrays.fill(values, value);
        return result(values, shape);
    }

    @Override
    public Buffer cast(Buffer x, DType dtype) {
        if (x.dtype() == dtype) {
            return dtype == DType.FLOAT32 ? upload(floats(x), x.shape()) : upload(ints(x), x.shape());
        }
        return dtype == DType.FLOAT32 ? toFloats(x) : toInts(x);
    }

    private Buffer toFloats(Buffer x) {
        int[] in = ints(x);
        float[] out = new float[in.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = in[i];
        }
        return result(out, x.shape());
    }

    private Buffer toInts(Buffer x) {
        float[] in = floats(x);
        int[] out = new int[in.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (int) in[i];
        }
        return result(out, x.shape());
    }

    @Override
    public void assign(Buffer target, Buffer source) {
        System.arraycopy(array(source), 0, array(target), 0, source.shape().intSize());
    }

    // shapes

    @Override
    public Buffer reshape(Buffer x, Shape shape) {
        return ((ArrayBuffer) x).reshaped(shape);
    }

    @Override
    public Buffer permute(Buffer x, int[] axes) {
        int[] dims = new int[axes.length];
        int[] strides = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            dims[i] = x.shape().dim(axes[i]);
            strides[i] = x.shape().strides()[axes[i]];
        }
        return pick(x, Shape.of(dims), Positions.of(Shape.of(dims), strides, 0));
    }

    @Override
    public Buffer slice(Buffer x, int axis, int start, int stop) {
        Shape shape = x.shape().with(axis, stop - start);
        int[] strides = x.shape().strides();
        return pick(x, shape, Positions.of(shape, strides, start * strides[axis]));
    }

    @Override
    public Buffer concat(List<Buffer> parts, int axis) {
        int length = parts.stream().mapToInt(part -> part.shape().dim(axis)).sum();
        Shape shape = parts.get(0).shape().with(axis, length);
        int[] strides = shape.strides();
        Object out = parts.get(0).dtype() == DType.FLOAT32 ? new float[shape.intSize()] : new int[shape.intSize()];
        int start = 0;
        for (Buffer part : parts) {
            int[] positions = Positions.of(part.shape(), strides, start * strides[axis]);
            for (int i = 0; i < positions.length; i++) {
                System.arraycopy(array(part), i, out, positions[i], 1);
            }
            start += part.shape().dim(axis);
        }
        return result(out, shape);
    }

    @Override
    public Buffer broadcastTo(Buffer x, Shape shape) {
        return pick(x, shape, Positions.broadcast(x.shape(), shape));
    }

    /** Copies the elements at these positions. */
    private Buffer pick(Buffer x, Shape shape, int[] positions) {
        return x.dtype() == DType.FLOAT32
                ? result(picked(floats(x), positions), shape)
                : result(Arrays.stream(positions).map(position -> ints(x)[position]).toArray(), shape);
    }

    private static float[] picked(float[] in, int[] positions) {
        float[] out = new float[positions.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = in[positions[i]];
        }
        return out;
    }

    // arithmetic and comparison

    /** A function of two numbers. */
    private interface Operator {
        float of(float a, float b);
    }

    private Buffer each(Buffer a, Buffer b, Operator operator) {
        Shape shape = Positions.together(a.shape(), b.shape());
        float[] left = broadcast(a, shape);
        float[] right = broadcast(b, shape);
        float[] out = new float[shape.intSize()];
        for (int i = 0; i < out.length; i++) {
            out[i] = operator.of(left[i], right[i]);
        }
        return result(out, shape);
    }

    private Buffer each(Buffer x, DoubleUnaryOperator function) {
        float[] in = floats(x);
        float[] out = new float[in.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) function.applyAsDouble(in[i]);
        }
        return result(out, x.shape());
    }

    /** Returns the elements under a larger shape, to read only. */
    private static float[] broadcast(Buffer x, Shape shape) {
        return x.shape().equals(shape) ? floats(x) : picked(floats(x), Positions.broadcast(x.shape(), shape));
    }

    @Override
    public Buffer add(Buffer a, Buffer b) {
        return each(a, b, (x, y) -> x + y);
    }

    @Override
    public Buffer subtract(Buffer a, Buffer b) {
        return each(a, b, (x, y) -> x - y);
    }

    @Override
    public Buffer multiply(Buffer a, Buffer b) {
        return each(a, b, (x, y) -> x * y);
    }

    @Override
    public Buffer divide(Buffer a, Buffer b) {
        return each(a, b, (x, y) -> x / y);
    }

    @Override
    public Buffer add(Buffer x, float value) {
        return each(x, element -> element + value);
    }

    @Override
    public Buffer multiply(Buffer x, float value) {
        return each(x, element -> element * value);
    }

    @Override
    public Buffer exp(Buffer x) {
        return each(x, Math::exp);
    }

    @Override
    public Buffer log(Buffer x) {
        return each(x, Math::log);
    }

    @Override
    public Buffer sqrt(Buffer x) {
        return each(x, Math::sqrt);
    }

    @Override
    public Buffer tanh(Buffer x) {
        return each(x, Math::tanh);
    }

    @Override
    public Buffer erf(Buffer x) {
        return each(x, ErrorFunction::of);
    }

    @Override
    public Buffer greater(Buffer a, Buffer b) {
        return each(a, b, (x, y) -> x > y ? 1 : 0);
    }

    @Override
    public Buffer equal(Buffer a, Buffer b) {
        return each(a, b, (x, y) -> x == y ? 1 : 0);
    }

    @Override
    public Buffer select(Buffer condition, Buffer a, Buffer b) {
        Shape shape = Positions.together(condition.shape(), Positions.together(a.shape(), b.shape()));
        float[] chosen = broadcast(condition, shape);
        float[] left = broadcast(a, shape);
        float[] right = broadcast(b, shape);
        float[] out = new float[shape.intSize()];
        for (int i = 0; i < out.length; i++) {
            out[i] = chosen[i] != 0 ? left[i] : right[i];
        }
        return result(out, shape);
    }

    // reduction

    @Override
    public Buffer sum(Buffer x, int[] axes, boolean keepAxes) {
        float[] in = floats(x);
        Shape kept = kept(x.shape(), axes);
        int[] targets = Positions.broadcast(kept, x.shape());
        double[] sums = new double[kept.intSize()];
        for (int i = 0; i < in.length; i++) {
            sums[targets[i]] += in[i];
        }
        float[] out = new float[sums.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) sums[i];
        }
        return result(out, keepAxes ? kept : without(x.shape(), axes));
    }

    @Override
    public Buffer max(Buffer x, int[] axes, boolean keepAxes) {
        float[] in = floats(x);
        Shape kept = kept(x.shape(), axes);
        int[] targets = Positions.broadcast(kept, x.shape());
        float[] out = new float[kept.intSize()];
        Arrays.fill(out, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < in.length; i++) {
            out[targets[i]] = Math.max(out[targets[i]], in[i]);
        }
        return result(out, keepAxes ? kept : without(x.shape(), axes));
    }

    @Override
    public Buffer argMax(Buffer x) {
        float[] in = floats(x);
        int width = x.shape().dim(-1);
        Shape shape = without(x.shape(), new int[] {x.shape().rank() - 1});
        int[] out = new int[shape.intSize()];
        for (int row = 0; row < out.length; row++) {
            for (int i = 1; i < width; i++) {
                // Float.compare has NaN above all numbers, but also 0 above -0.
                float value = in[row * width + i];
                float best = in[row * width + out[row]];
                if (value != best && Float.compare(value, best) > 0) {
                    out[row] = i;
                }
            }
        }
        return result(out, shape);
    }

    private static Shape kept(Shape shape, int[] axes) {
        Shape kept = shape;
        for (int axis : axes) {
            kept = kept.with(axis, 1);
        }
        return kept;
    }

    private static Shape without(Shape shape, int[] axes) {
        int[] dims = shape.toArray();
        int rank = 0;
        for (int axis = 0; axis < dims.length; axis++) {
            if (Arrays.binarySearch(axes, axis) < 0) {
                dims[rank++] = dims[axis];
            }
        }
        return Shape.of(Arrays.copyOf(dims, rank));
    }

    // rows and matrices

    @Override
    public Buffer gatherRows(Buffer x, Buffer index) {
        int[] picks = ints(index);
        int width = x.shape().dim(2);
        float[] out = new float[picks.length * width];
        for (int i = 0; i < picks.length; i++) {
            int image = i / index.shape().dim(1);
            int row = image * x.shape().dim(1) + picks[i];
            System.arraycopy(floats(x), row * width, out, i * width, width);
        }
        return result(out, x.shape().with(1, index.shape().dim(1)));
    }

    @Override
    public Buffer scatterAddRows(Buffer source, Buffer index, int rows) {
        float[] in = floats(source);
        int[] targets = ints(index);
        int width = source.shape().dim(2);
        Shape shape = source.shape().with(1, rows);
        float[] out = new float[shape.intSize()];
        for (int i = 0; i < targets.length; i++) {
            int image = i / index.shape().dim(1);
            int row = image * rows + targets[i];
            for (int column = 0; column < width; column++) {
                out[row * width + column] += in[i * width + column];
            }
        }
        return result(out, shape);
    }

    @Override
    public Buffer matmul(Buffer a, Buffer b, MatmulSpec spec) {
        return new MatrixProduct(a, b, spec).compute(this);
    }
}

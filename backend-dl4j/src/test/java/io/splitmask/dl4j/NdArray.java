package io.splitmask.dl4j;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.tensor.Shape;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;

/** The oracle: an array in plain Java whose operations loop over positions, one element at a time. */
record NdArray(Shape shape, float[] values) {
    static NdArray normal(long seed, int... dims) {
        Shape shape = Shape.of(dims);
        return new NdArray(shape, Values.normal(shape.intSize(), seed));
    }

    /** Computes every element from its position. */
    static NdArray of(Shape shape, ToDoubleFunction<int[]> element) {
        float[] values = new float[shape.intSize()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) element.applyAsDouble(position(shape, i));
        }
        return new NdArray(shape, values);
    }

    static int[] position(Shape shape, int index) {
        int[] position = new int[shape.rank()];
        int rest = index;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            position[axis] = rest % shape.dim(axis);
            rest /= shape.dim(axis);
        }
        return position;
    }

    /** The element that broadcasting puts at this position: missing axes lead, axes of size 1 stand. */
    double at(int... position) {
        int[] strides = shape.strides();
        int index = 0;
        int missing = position.length - shape.rank();
        for (int axis = 0; axis < strides.length; axis++) {
            index += shape.dim(axis) == 1 ? 0 : position[missing + axis] * strides[axis];
        }
        return values[index];
    }

    NdArray combine(NdArray other, Shape result, DoubleBinaryOperator op) {
        return of(result, p -> op.applyAsDouble(at(p), other.at(p)));
    }

    /** Folds the reduced axes, which keep size 1, in double precision. */
    NdArray fold(boolean[] reduced, double start, DoubleBinaryOperator op) {
        int[] dims = shape.toArray();
        for (int axis = 0; axis < dims.length; axis++) {
            dims[axis] = reduced[axis] ? 1 : dims[axis];
        }
        Shape result = Shape.of(dims);
        double[] totals = new double[result.intSize()];
        Arrays.fill(totals, start);
        int[] strides = result.strides();
        for (int i = 0; i < values.length; i++) {
            int[] position = position(shape, i);
            int index = 0;
            for (int axis = 0; axis < dims.length; axis++) {
                index += reduced[axis] ? 0 : position[axis] * strides[axis];
            }
            totals[index] = op.applyAsDouble(totals[index], values[i]);
        }
        float[] rounded = new float[totals.length];
        for (int i = 0; i < totals.length; i++) {
            rounded[i] = (float) totals[i];
        }
        return new NdArray(result, rounded);
    }

    Buffer on(Kernels k) {
        return k.upload(values, shape);
    }
}

package io.splitmask.export;

import io.splitmask.nn.Parameter;
import io.splitmask.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * A tensor as another library stores it; values are fetched when they are written.
 *
 * @param shape of the tensor
 * @param values gives them, row-major
 */
record OutgoingTensor(Shape shape, Supplier<float[]> values) {
    /** Returns a parameter as it is. */
    static OutgoingTensor of(Parameter parameter) {
        return new OutgoingTensor(parameter.shape(), parameter::toFloats);
    }

    /**
     * Returns one of three equal parts along the first axis.
     *
     * @param part 0, 1 or 2
     */
    OutgoingTensor third(int part) {
        Shape of = shape.with(0, shape.dim(0) / 3);
        return new OutgoingTensor(
                of, () -> Arrays.copyOfRange(values.get(), part * of.intSize(), (part + 1) * of.intSize()));
    }

    /** Returns zeros of the same shape. */
    OutgoingTensor zeros() {
        return new OutgoingTensor(shape, () -> new float[shape.intSize()]);
    }

    /** Puts three vectors one after the other. */
    static OutgoingTensor joined(List<OutgoingTensor> vectors) {
        int size = vectors.stream().mapToInt(vector -> vector.shape().dim(0)).sum();
        return new OutgoingTensor(Shape.of(size), () -> {
            float[] joined = new float[size];
            int next = 0;
            for (OutgoingTensor vector : vectors) {
                float[] values = vector.values().get();
                System.arraycopy(values, 0, joined, next, values.length);
                next += values.length;
            }
            return joined;
        });
    }
}

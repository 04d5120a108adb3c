package io.splitmask.djl;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.spi.RequiredKernels;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.util.List;

/** Only the required kernels of another backend: its fused kernels are the composed ones. */
final class ComposedKernels implements Kernels {
    private final RequiredKernels required;

    ComposedKernels(RequiredKernels required) {
        this.required = required;
    }

    @Override
    public Buffer upload(float[] values, Shape shape) {
        return required.upload(values, shape);
    }

    @Override
    public Buffer upload(int[] values, Shape shape) {
        return required.upload(values, shape);
    }

    @Override
    public float[] downloadFloats(Buffer x) {
        return required.downloadFloats(x);
    }

    @Override
    public int[] downloadInts(Buffer x) {
        return required.downloadInts(x);
    }

    @Override
    public Buffer full(Shape shape, float value) {
        return required.full(shape, value);
    }

    @Override
    public Buffer cast(Buffer x, DType dtype) {
        return required.cast(x, dtype);
    }

    @Override
    public void assign(Buffer target, Buffer source) {
        required.assign(target, source);
    }

    @Override
    public Buffer reshape(Buffer x, Shape shape) {
        return required.reshape(x, shape);
    }

    @Override
    public Buffer permute(Buffer x, int[] axes) {
        return required.permute(x, axes);
    }

    @Override
    public Buffer slice(Buffer x, int axis, int start, int stop) {
        return required.slice(x, axis, start, stop);
    }

    @Override
    public Buffer concat(List<Buffer> parts, int axis) {
        return required.concat(parts, axis);
    }

    @Override
    public Buffer broadcastTo(Buffer x, Shape shape) {
        return required.broadcastTo(x, shape);
    }

    @Override
    public Buffer gatherRows(Buffer x, Buffer index) {
        return required.gatherRows(x, index);
    }

    @Override
    public Buffer scatterAddRows(Buffer source, Buffer index, int rows) {
        return required.scatterAddRows(source, index, rows);
    }

    @Override
    public Buffer add(Buffer a, Buffer b) {
        return required.add(a, b);
    }

    @Override
    public Buffer subtract(Buffer a, Buffer b) {
        return required.subtract(a, b);
    }

    @Override
    public Buffer multiply(Buffer a, Buffer b) {
        return required.multiply(a, b);
    }

    @Override
    public Buffer divide(Buffer a, Buffer b) {
        return required.divide(a, b);
    }

    @Override
    public Buffer add(Buffer x, float value) {
        return required.add(x, value);
    }

    @Override
    public Buffer multiply(Buffer x, float value) {
        return required.multiply(x, value);
    }

    @Override
    public Buffer exp(Buffer x) {
        return required.exp(x);
    }

    @Override
    public Buffer log(Buffer x) {
        return required.log(x);
    }

    @Override
    public Buffer sqrt(Buffer x) {
        return required.sqrt(x);
    }

    @Override
    public Buffer tanh(Buffer x) {
        return required.tanh(x);
    }

    @Override
    public Buffer erf(Buffer x) {
        return required.erf(x);
    }

    @Override
    public Buffer greater(Buffer a, Buffer b) {
        return required.greater(a, b);
    }

    @Override
    public Buffer equal(Buffer a, Buffer b) {
        return required.equal(a, b);
    }

    @Override
    public Buffer select(Buffer condition, Buffer a, Buffer b) {
        return required.select(condition, a, b);
    }

    @Override
    public Buffer sum(Buffer x, int[] axes, boolean keepAxes) {
        return required.sum(x, axes, keepAxes);
    }

    @Override
    public Buffer max(Buffer x, int[] axes, boolean keepAxes) {
        return required.max(x, axes, keepAxes);
    }

    @Override
    public Buffer argMax(Buffer x) {
        return required.argMax(x);
    }

    @Override
    public Buffer matmul(Buffer a, Buffer b, MatmulSpec spec) {
        return required.matmul(a, b, spec);
    }
}

package io.splitmask.dl4j;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.spi.RequiredKernels;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.util.List;

/** A backend's required kernels with the fused kernels composed of them: the oracle for its own fused kernels. */
record ComposedOnly(RequiredKernels kernels) implements Kernels {

    @Override
    public Buffer upload(float[] values, Shape shape) {
        return kernels.upload(values, shape);
    }

    @Override
    public Buffer upload(int[] values, Shape shape) {
        return kernels.upload(values, shape);
    }

    @Override
    public float[] downloadFloats(Buffer x) {
        return kernels.downloadFloats(x);
    }

    @Override
    public int[] downloadInts(Buffer x) {
        return kernels.downloadInts(x);
    }

    @Override
    public Buffer full(Shape shape, float value) {
        return kernels.full(shape, value);
    }

    @Override
    public Buffer cast(Buffer x, DType dtype) {
        return kernels.cast(x, dtype);
    }

    @Override
    public void assign(Buffer target, Buffer source) {
        kernels.assign(target, source);
    }

    @Override
    public Buffer reshape(Buffer x, Shape shape) {
        return kernels.reshape(x, shape);
    }

    @Override
    public Buffer permute(Buffer x, int[] axes) {
        return kernels.permute(x, axes);
    }

    @Override
    public Buffer slice(Buffer x, int axis, int start, int stop) {
        return kernels.slice(x, axis, start, stop);
    }

    @Override
    public Buffer concat(List<Buffer> parts, int axis) {
        return kernels.concat(parts, axis);
    }

    @Override
    public Buffer broadcastTo(Buffer x, Shape shape) {
        return kernels.broadcastTo(x, shape);
    }

    @Override
    public Buffer gatherRows(Buffer x, Buffer index) {
        return kernels.gatherRows(x, index);
    }

    @Override
    public Buffer scatterAddRows(Buffer source, Buffer index, int rows) {
        return kernels.scatterAddRows(source, index, rows);
    }

    @Override
    public Buffer add(Buffer a, Buffer b) {
        return kernels.add(a, b);
    }

    @Override
    public Buffer subtract(Buffer a, Buffer b) {
        return kernels.subtract(a, b);
    }

    @Override
    public Buffer multiply(Buffer a, Buffer b) {
        return kernels.multiply(a, b);
    }

    @Override
    public Buffer divide(Buffer a, Buffer b) {
        return kernels.divide(a, b);
    }

    @Override
    public Buffer add(Buffer x, float value) {
        return kernels.add(x, value);
    }

    @Override
    public Buffer multiply(Buffer x, float value) {
        return kernels.multiply(x, value);
    }

    @Override
    public Buffer exp(Buffer x) {
        return kernels.exp(x);
    }

    @Override
    public Buffer log(Buffer x) {
        return kernels.log(x);
    }

    @Override
    public Buffer sqrt(Buffer x) {
        return kernels.sqrt(x);
    }

    @Override
    public Buffer tanh(Buffer x) {
        return kernels.tanh(x);
    }

    @Override
    public Buffer erf(Buffer x) {
        return kernels.erf(x);
    }

    @Override
    public Buffer greater(Buffer a, Buffer b) {
        return kernels.greater(a, b);
    }

    @Override
    public Buffer equal(Buffer a, Buffer b) {
        return kernels.equal(a, b);
    }

    @Override
    public Buffer select(Buffer condition, Buffer a, Buffer b) {
        return kernels.select(condition, a, b);
    }

    @Override
    public Buffer sum(Buffer x, int[] axes, boolean keepAxes) {
        return kernels.sum(x, axes, keepAxes);
    }

    @Override
    public Buffer max(Buffer x, int[] axes, boolean keepAxes) {
        return kernels.max(x, axes, keepAxes);
    }

    @Override
    public Buffer argMax(Buffer x) {
        return kernels.argMax(x);
    }

    @Override
    public Buffer matmul(Buffer a, Buffer b, MatmulSpec spec) {
        return kernels.matmul(a, b, spec);
    }
}

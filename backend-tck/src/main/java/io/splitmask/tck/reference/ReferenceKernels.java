package io.splitmask.tck.reference;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/** The required kernels, and nothing else: every fused kernel is the inherited, composed one. */
final class ReferenceKernels implements Kernels {
    private final HostMemory memory;
    private final Elementwise elementwise;
    private final Movement movement;
    private final Reduction reduction;
    private final MatrixProduct product;

    ReferenceKernels(HostMemory memory) {
        this.memory = memory;
        this.elementwise = new Elementwise(memory);
        this.movement = new Movement(memory);
        this.reduction = new Reduction(memory);
        this.product = new MatrixProduct(memory);
    }

    @Override
    public Buffer upload(float[] values, Shape shape) {
        return memory.floats(values.clone(), shape);
    }

    @Override
    public Buffer upload(int[] values, Shape shape) {
        return memory.ints(values.clone(), shape);
    }

    @Override
    public float[] downloadFloats(Buffer x) {
        return HostBuffer.floats(x).clone();
    }

    @Override
    public int[] downloadInts(Buffer x) {
        return HostBuffer.ints(x).clone();
    }

    @Override
    public Buffer full(Shape shape, float value) {
        float[] values = new float[shape.intSize()];
        Arrays.fill(values, value);
        return memory.floats(values, shape);
    }

    @Override
    public Buffer cast(Buffer x, DType dtype) {
        if (x.dtype() == dtype) {
            return x.dtype() == DType.FLOAT32
                    ? upload(HostBuffer.floats(x), x.shape())
                    : upload(HostBuffer.ints(x), x.shape());
        }
        int size = x.shape().intSize();
        if (dtype == DType.INT32) {
            float[] in = HostBuffer.floats(x);
            int[] out = new int[size];
            for (int i = 0; i < size; i++) {
                out[i] = (int) in[i];
            }
            return memory.ints(out, x.shape());
        }
        int[] in = HostBuffer.ints(x);
        float[] out = new float[size];
        for (int i = 0; i < size; i++) {
            out[i] = in[i];
        }
        return memory.floats(out, x.shape());
    }

    @Override
    public void assign(Buffer target, Buffer source) {
        System.arraycopy(
                HostBuffer.array(source),
                0,
                HostBuffer.array(target),
                0,
                target.shape().intSize());
    }

    @Override
    public Buffer reshape(Buffer x, Shape shape) {
        return memory.share(HostBuffer.of(x), shape);
    }

    @Override
    public Buffer permute(Buffer x, int[] axes) {
        return movement.permute(x, axes);
    }

    @Override
    public Buffer slice(Buffer x, int axis, int start, int stop) {
        return movement.slice(x, axis, start, stop);
    }

    @Override
    public Buffer concat(List<Buffer> parts, int axis) {
        return movement.concat(parts, axis);
    }

    @Override
    public Buffer broadcastTo(Buffer x, Shape shape) {
        int[] positions = Strided.broadcastPositions(x.shape(), shape);
        return memory.floats(Elementwise.pick(HostBuffer.floats(x), positions), shape);
    }

    @Override
    public Buffer gatherRows(Buffer x, Buffer index) {
        return movement.gatherRows(x, index);
    }

    @Override
    public Buffer scatterAddRows(Buffer source, Buffer index, int rows) {
        return movement.scatterAddRows(source, index, rows);
    }

    @Override
    public Buffer add(Buffer a, Buffer b) {
        return elementwise.zip(a, b, Float::sum);
    }

    @Override
    public Buffer subtract(Buffer a, Buffer b) {
        return elementwise.zip(a, b, (x, y) -> x - y);
    }

    @Override
    public Buffer multiply(Buffer a, Buffer b) {
        return elementwise.zip(a, b, (x, y) -> x * y);
    }

    @Override
    public Buffer divide(Buffer a, Buffer b) {
        return elementwise.zip(a, b, (x, y) -> x / y);
    }

    @Override
    public Buffer add(Buffer x, float value) {
        return elementwise.map(x, element -> element + value);
    }

    @Override
    public Buffer multiply(Buffer x, float value) {
        return elementwise.map(x, element -> element * value);
    }

    @Override
    public Buffer exp(Buffer x) {
        return elementwise.map(x, Math::exp);
    }

    @Override
    public Buffer log(Buffer x) {
        return elementwise.map(x, Math::log);
    }

    @Override
    public Buffer sqrt(Buffer x) {
        return elementwise.map(x, Math::sqrt);
    }

    @Override
    public Buffer tanh(Buffer x) {
        return elementwise.map(x, Math::tanh);
    }

    @Override
    public Buffer erf(Buffer x) {
        return elementwise.map(x, ErrorFunction::erf);
    }

    @Override
    public Buffer greater(Buffer a, Buffer b) {
        return elementwise.zip(a, b, (x, y) -> x > y ? 1 : 0);
    }

    @Override
    public Buffer equal(Buffer a, Buffer b) {
        return elementwise.zip(a, b, (x, y) -> x == y ? 1 : 0);
    }

    @Override
    public Buffer select(Buffer condition, Buffer a, Buffer b) {
        return elementwise.select(condition, a, b);
    }

    @Override
    public Buffer sum(Buffer x, int[] axes, boolean keepAxes) {
        return reduction.sum(x, axes, keepAxes);
    }

    @Override
    public Buffer max(Buffer x, int[] axes, boolean keepAxes) {
        return reduction.max(x, axes, keepAxes);
    }

    @Override
    public Buffer argMax(Buffer x) {
        return reduction.argMax(x);
    }

    @Override
    public Buffer matmul(Buffer a, Buffer b, MatmulSpec spec) {
        return product.multiply(a, b, spec);
    }
}

package io.splitmask.djl;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.spi.Precision;
import io.splitmask.spi.RequiredKernels;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Device;
import io.splitmask.tensor.Shape;
import java.util.List;

/** The required kernels, each one call of the module. */
class RequiredPart implements RequiredKernels {
    private final Bridge bridge;
    private final Transfer transfer;
    private final Device device;
    private final Precision precision;

    RequiredPart(Bridge bridge, Device device, Precision precision) {
        this.bridge = bridge;
        this.transfer = new Transfer(bridge, device);
        this.device = device;
        this.precision = precision;
    }

    @Override
    public Buffer upload(float[] values, Shape shape) {
        return transfer.upload(values, shape);
    }

    @Override
    public Buffer upload(int[] values, Shape shape) {
        return transfer.upload(values, shape);
    }

    @Override
    public float[] downloadFloats(Buffer x) {
        return transfer.downloadFloats(x);
    }

    @Override
    public int[] downloadInts(Buffer x) {
        return transfer.downloadInts(x);
    }

    @Override
    public Buffer full(Shape shape, float value) {
        return bridge.call("full")
                .with(shape)
                .with((double) value)
                .with(device.toString())
                .toBuffer(shape);
    }

    @Override
    public Buffer cast(Buffer x, DType dtype) {
        return bridge.call("cast").with(x).with(TorchTypes.code(dtype)).toBuffer(x.shape(), dtype);
    }

    @Override
    public void assign(Buffer target, Buffer source) {
        bridge.call("assign_").with(target).with(source).run();
    }

    @Override
    public Buffer reshape(Buffer x, Shape shape) {
        return bridge.call("reshape").with(x).with(shape).toView(x, shape);
    }

    @Override
    public Buffer permute(Buffer x, int[] axes) {
        int[] dims = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            dims[i] = x.shape().dim(axes[i]);
        }
        return bridge.call("permute").with(x).with(axes).toBuffer(Shape.of(dims));
    }

    @Override
    public Buffer slice(Buffer x, int axis, int start, int stop) {
        Shape shape = x.shape().with(axis, stop - start);
        return bridge.call("slice")
                .with(x)
                .with((long) axis)
                .with((long) start)
                .with((long) stop)
                .toBuffer(shape, x.dtype());
    }

    @Override
    public Buffer concat(List<Buffer> parts, int axis) {
        Shape shape = ResultShapes.concatenated(parts, axis);
        return bridge.call("concat")
                .with(parts)
                .with((long) axis)
                .toBuffer(shape, parts.get(0).dtype());
    }

    @Override
    public Buffer broadcastTo(Buffer x, Shape shape) {
        return bridge.call("broadcast_to").with(x).with(shape).toBuffer(shape);
    }

    @Override
    public Buffer gatherRows(Buffer x, Buffer index) {
        Shape picked = index.shape();
        Shape shape = Shape.of(picked.dim(0), picked.dim(1), x.shape().dim(2));
        return shape.size() == 0
                ? full(shape, 0)
                : bridge.call("gather_rows").with(x).with(index).toBuffer(shape);
    }

    @Override
    public Buffer scatterAddRows(Buffer source, Buffer index, int rows) {
        Shape shape = source.shape().with(1, rows);
        return source.shape().size() == 0
                ? full(shape, 0)
                : bridge.call("scatter_add_rows")
                        .with(source)
                        .with(index)
                        .with((long) rows)
                        .toBuffer(shape);
    }

    @Override
    public Buffer add(Buffer a, Buffer b) {
        return binary("add", a, b);
    }

    @Override
    public Buffer subtract(Buffer a, Buffer b) {
        return binary("subtract", a, b);
    }

    @Override
    public Buffer multiply(Buffer a, Buffer b) {
        return binary("multiply", a, b);
    }

    @Override
    public Buffer divide(Buffer a, Buffer b) {
        return binary("divide", a, b);
    }

    @Override
    public Buffer add(Buffer x, float value) {
        return bridge.call("add_number").with(x).with((double) value).toBuffer(x.shape());
    }

    @Override
    public Buffer multiply(Buffer x, float value) {
        return bridge.call("multiply_number").with(x).with((double) value).toBuffer(x.shape());
    }

    @Override
    public Buffer exp(Buffer x) {
        return unary("exp", x);
    }

    @Override
    public Buffer log(Buffer x) {
        return unary("log", x);
    }

    @Override
    public Buffer sqrt(Buffer x) {
        return unary("sqrt", x);
    }

    @Override
    public Buffer tanh(Buffer x) {
        return unary("tanh", x);
    }

    @Override
    public Buffer erf(Buffer x) {
        return unary("erf", x);
    }

    @Override
    public Buffer greater(Buffer a, Buffer b) {
        return binary("greater", a, b);
    }

    @Override
    public Buffer equal(Buffer a, Buffer b) {
        return binary("equal", a, b);
    }

    @Override
    public Buffer select(Buffer condition, Buffer a, Buffer b) {
        Shape shape = ResultShapes.broadcast(condition.shape(), ResultShapes.broadcast(a.shape(), b.shape()));
        return bridge.call("select").with(condition).with(a).with(b).toBuffer(shape);
    }

    @Override
    public Buffer sum(Buffer x, int[] axes, boolean keepAxes) {
        return reduce("sum", x, axes, keepAxes);
    }

    @Override
    public Buffer max(Buffer x, int[] axes, boolean keepAxes) {
        return reduce("max", x, axes, keepAxes);
    }

    @Override
    public Buffer argMax(Buffer x) {
        Shape shape = ResultShapes.reduced(x.shape(), new int[] {x.shape().rank() - 1}, false);
        return bridge.call("arg_max").with(x).toBuffer(shape, DType.INT32);
    }

    @Override
    public Buffer matmul(Buffer a, Buffer b, MatmulSpec spec) {
        return product("matmul")
                .with(a)
                .with(b)
                .with(spec.transposeA())
                .with(spec.transposeB())
                .toBuffer(ResultShapes.matmul(a.shape(), b.shape(), spec));
    }

    /** A method that multiplies matrices, in the form of this precision. */
    final Call product(String method) {
        return bridge.call(precision == Precision.BFLOAT16 ? method + "_bf16" : method);
    }

    /** A method of one tensor that keeps its shape. */
    final Buffer unary(String method, Buffer x) {
        return bridge.call(method).with(x).toBuffer(x.shape());
    }

    /** A method of two tensors that broadcast. */
    final Buffer binary(String method, Buffer a, Buffer b) {
        return bridge.call(method).with(a).with(b).toBuffer(ResultShapes.broadcast(a.shape(), b.shape()));
    }

    private Buffer reduce(String method, Buffer x, int[] axes, boolean keepAxes) {
        Shape shape = ResultShapes.reduced(x.shape(), axes, keepAxes);
        return bridge.call(method).with(x).with(axes).with(keepAxes).toBuffer(shape);
    }
}

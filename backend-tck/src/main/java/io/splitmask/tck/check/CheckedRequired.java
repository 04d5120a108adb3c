package io.splitmask.tck.check;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.util.List;
import java.util.function.Supplier;

/** Checks every call of a required kernel on its way in and every result on its way back. */
class CheckedRequired implements Kernels {
    /** A kernel of one buffer, and of two. */
    @FunctionalInterface
    interface Unary {
        Buffer apply(Buffer x);
    }

    @FunctionalInterface
    interface Binary {
        Buffer apply(Buffer a, Buffer b);
    }

    private final Kernels kernels;
    private final Ledger ledger;

    CheckedRequired(Kernels kernels, Ledger ledger) {
        this.kernels = kernels;
        this.ledger = ledger;
    }

    CallCheck call(String kernel) {
        return new CallCheck(ledger, kernel);
    }

    /** A kernel of one FLOAT32 buffer whose result has the same shape. */
    Buffer map(String name, Buffer x, Unary kernel) {
        CallCheck call = call(name);
        Buffer in = call.floats(x);
        return call.result(x.shape(), () -> kernel.apply(in));
    }

    /** A kernel of two FLOAT32 buffers. */
    Buffer zip(String name, Buffer a, Buffer b, Supplier<Shape> rule, Binary kernel) {
        CallCheck call = call(name);
        Buffer left = call.floats(a);
        Buffer right = call.floats(b);
        return call.result(call.shape(rule), () -> kernel.apply(left, right));
    }

    private Buffer broadcast(String name, Buffer a, Buffer b, Binary kernel) {
        return zip(name, a, b, () -> ShapeOracle.broadcast(a.shape(), b.shape()), kernel);
    }

    @Override
    public Buffer upload(float[] values, Shape shape) {
        CallCheck call = call("upload");
        requireCount(call, values.length, shape);
        return call.result(shape, () -> kernels.upload(values, shape));
    }

    @Override
    public Buffer upload(int[] values, Shape shape) {
        CallCheck call = call("upload");
        requireCount(call, values.length, shape);
        return call.result(DType.INT32, shape, () -> kernels.upload(values, shape));
    }

    private static void requireCount(CallCheck call, int count, Shape shape) {
        call.require(() -> ShapeOracle.reshape(Shape.of(count), shape));
    }

    @Override
    public float[] downloadFloats(Buffer x) {
        CallCheck call = call("downloadFloats");
        Buffer in = call.floats(x);
        return call.run(() -> kernels.downloadFloats(in));
    }

    @Override
    public int[] downloadInts(Buffer x) {
        CallCheck call = call("downloadInts");
        Buffer in = call.ints(x);
        return call.run(() -> kernels.downloadInts(in));
    }

    @Override
    public Buffer full(Shape shape, float value) {
        return call("full").result(shape, () -> kernels.full(shape, value));
    }

    @Override
    public Buffer cast(Buffer x, DType dtype) {
        CallCheck call = call("cast");
        Buffer in = call.any(x);
        return call.result(dtype, x.shape(), () -> kernels.cast(in, dtype));
    }

    @Override
    public void assign(Buffer target, Buffer source) {
        CallCheck call = call("assign");
        Buffer to = call.any(target);
        Buffer from = target.dtype() == DType.INT32 ? call.ints(source) : call.floats(source);
        requireSame(call, target, source);
        call.run(() -> kernels.assign(to, from));
    }

    /** Reads the indices back, which kernels do not look at. */
    final void requireIndices(CallCheck call, Buffer index, int bound) {
        int[] values = call.run(() -> kernels.downloadInts(index));
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0 || values[i] >= bound) {
                throw call.failure("expected indices in 0.." + (bound - 1) + ", got " + values[i] + " at position " + i
                        + " of " + index.shape());
            }
        }
    }

    static void requireSame(CallCheck call, Buffer a, Buffer b) {
        call.require(() -> ShapeOracle.same(a.shape(), b.shape()));
    }

    @Override
    public Buffer reshape(Buffer x, Shape shape) {
        CallCheck call = call("reshape");
        Buffer in = call.any(x);
        Shape result = call.shape(() -> ShapeOracle.reshape(x.shape(), shape));
        return call.result(x.dtype(), result, () -> kernels.reshape(in, shape));
    }

    @Override
    public Buffer permute(Buffer x, int[] axes) {
        CallCheck call = call("permute");
        Buffer in = call.floats(x);
        return call.result(call.shape(() -> ShapeOracle.permute(x.shape(), axes)), () -> kernels.permute(in, axes));
    }

    @Override
    public Buffer slice(Buffer x, int axis, int start, int stop) {
        CallCheck call = call("slice");
        Buffer in = call.any(x);
        Shape result = call.shape(() -> ShapeOracle.slice(x.shape(), axis, start, stop));
        return call.result(x.dtype(), result, () -> kernels.slice(in, axis, start, stop));
    }

    @Override
    public Buffer concat(List<Buffer> parts, int axis) {
        CallCheck call = call("concat");
        Shape result = call.shape(
                () -> ShapeOracle.concat(parts.stream().map(Buffer::shape).toList(), axis));
        DType dtype = parts.get(0).dtype();
        List<Buffer> in = parts.stream()
                .map(part -> dtype == DType.INT32 ? call.ints(part) : call.floats(part))
                .toList();
        return call.result(dtype, result, () -> kernels.concat(in, axis));
    }

    @Override
    public Buffer broadcastTo(Buffer x, Shape shape) {
        CallCheck call = call("broadcastTo");
        Buffer in = call.floats(x);
        return call.result(
                call.shape(() -> ShapeOracle.broadcastTo(x.shape(), shape)), () -> kernels.broadcastTo(in, shape));
    }

    @Override
    public Buffer gatherRows(Buffer x, Buffer index) {
        CallCheck call = call("gatherRows");
        Buffer in = call.floats(x);
        Buffer picks = call.ints(index);
        Shape result = call.shape(() -> ShapeOracle.gatherRows(x.shape(), index.shape()));
        requireIndices(call, picks, x.shape().dim(1));
        return call.result(result, () -> kernels.gatherRows(in, picks));
    }

    @Override
    public Buffer scatterAddRows(Buffer source, Buffer index, int rows) {
        CallCheck call = call("scatterAddRows");
        Buffer in = call.floats(source);
        Buffer targets = call.ints(index);
        Shape result = call.shape(() -> ShapeOracle.scatterAddRows(source.shape(), index.shape(), rows));
        requireIndices(call, targets, rows);
        return call.result(result, () -> kernels.scatterAddRows(in, targets, rows));
    }

    @Override
    public Buffer add(Buffer a, Buffer b) {
        return broadcast("add", a, b, kernels::add);
    }

    @Override
    public Buffer subtract(Buffer a, Buffer b) {
        return broadcast("subtract", a, b, kernels::subtract);
    }

    @Override
    public Buffer multiply(Buffer a, Buffer b) {
        return broadcast("multiply", a, b, kernels::multiply);
    }

    @Override
    public Buffer divide(Buffer a, Buffer b) {
        return broadcast("divide", a, b, kernels::divide);
    }

    @Override
    public Buffer add(Buffer x, float value) {
        return map("add", x, in -> kernels.add(in, value));
    }

    @Override
    public Buffer multiply(Buffer x, float value) {
        return map("multiply", x, in -> kernels.multiply(in, value));
    }

    @Override
    public Buffer exp(Buffer x) {
        return map("exp", x, kernels::exp);
    }

    @Override
    public Buffer log(Buffer x) {
        return map("log", x, kernels::log);
    }

    @Override
    public Buffer sqrt(Buffer x) {
        return map("sqrt", x, kernels::sqrt);
    }

    @Override
    public Buffer tanh(Buffer x) {
        return map("tanh", x, kernels::tanh);
    }

    @Override
    public Buffer erf(Buffer x) {
        return map("erf", x, kernels::erf);
    }

    @Override
    public Buffer greater(Buffer a, Buffer b) {
        return broadcast("greater", a, b, kernels::greater);
    }

    @Override
    public Buffer equal(Buffer a, Buffer b) {
        return broadcast("equal", a, b, kernels::equal);
    }

    @Override
    public Buffer select(Buffer condition, Buffer a, Buffer b) {
        CallCheck call = call("select");
        Buffer chosen = call.floats(condition);
        Buffer left = call.floats(a);
        Buffer right = call.floats(b);
        Shape result =
                call.shape(() -> ShapeOracle.broadcast(ShapeOracle.broadcast(condition.shape(), a.shape()), b.shape()));
        return call.result(result, () -> kernels.select(chosen, left, right));
    }

    @Override
    public Buffer sum(Buffer x, int[] axes, boolean keepAxes) {
        CallCheck call = call("sum");
        Buffer in = call.floats(x);
        Shape result = call.shape(() -> ShapeOracle.sum(x.shape(), axes, keepAxes));
        return call.result(result, () -> kernels.sum(in, axes, keepAxes));
    }

    @Override
    public Buffer max(Buffer x, int[] axes, boolean keepAxes) {
        CallCheck call = call("max");
        Buffer in = call.floats(x);
        Shape result = call.shape(() -> ShapeOracle.max(x.shape(), axes, keepAxes));
        return call.result(result, () -> kernels.max(in, axes, keepAxes));
    }

    @Override
    public Buffer argMax(Buffer x) {
        CallCheck call = call("argMax");
        Buffer in = call.floats(x);
        return call.result(DType.INT32, call.shape(() -> ShapeOracle.argMax(x.shape())), () -> kernels.argMax(in));
    }

    @Override
    public Buffer matmul(Buffer a, Buffer b, MatmulSpec spec) {
        return zip(
                "matmul",
                a,
                b,
                () -> ShapeOracle.matmul(a.shape(), b.shape(), spec),
                (left, right) -> kernels.matmul(left, right, spec));
    }
}

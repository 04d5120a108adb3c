package io.splitmask.djl;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.splitmask.spi.BackendException;
import io.splitmask.spi.Buffer;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One call of a method of the module: collects its arguments in order, then runs it once. Nothing native is made
 * before it runs; values made for the call are closed with it, also if a later argument turns out to be unusable, as is
 * every part of the result that does not become a buffer.
 */
final class Call {
    private final Bridge bridge;
    private final String method;
    private final List<Supplier<IValue>> arguments = new ArrayList<>();
    private final List<IValue> temporaries = new ArrayList<>();
    private final List<Buffer> buffers = new ArrayList<>();

    Call(Bridge bridge, String method) {
        this.bridge = bridge;
        this.method = method;
    }

    Call with(Buffer buffer) {
        buffers.add(buffer);
        arguments.add(() -> DjlBuffer.of(buffer).value());
        return this;
    }

    /** Adds a non-empty list of tensors. */
    Call with(List<Buffer> list) {
        buffers.addAll(list);
        return temporary(() -> IValue.listFrom(
                list.stream().map(buffer -> DjlBuffer.of(buffer).value()).toArray(IValue[]::new)));
    }

    Call with(double number) {
        return temporary(() -> IValue.from(number));
    }

    Call with(long number) {
        return temporary(() -> IValue.from(number));
    }

    Call with(boolean flag) {
        return temporary(() -> IValue.from(flag));
    }

    Call with(String text) {
        return temporary(() -> IValue.from(text));
    }

    Call with(int[] numbers) {
        long[] wide = new long[numbers.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = numbers[i];
        }
        return temporary(() -> IValue.listFrom(wide));
    }

    Call with(Shape shape) {
        return with(shape.toArray());
    }

    private Call temporary(Supplier<IValue> maker) {
        arguments.add(() -> {
            IValue value = maker.get();
            temporaries.add(value);
            return value;
        });
        return this;
    }

    /** Runs a method that only changes its arguments. */
    void run() {
        finish(result -> true);
    }

    /** Runs a method that returns a number. */
    double toNumber() {
        return finish(IValue::toDouble);
    }

    /** Runs a method that returns a tensor of its own. */
    Buffer toBuffer(Shape shape, DType dtype) {
        return invoke(result -> buffer(result, shape, dtype));
    }

    /** Runs a method that returns a FLOAT32 tensor of its own. */
    Buffer toBuffer(Shape shape) {
        return toBuffer(shape, DType.FLOAT32);
    }

    /** Runs a method that returns a view of the whole of {@code origin}. */
    Buffer toView(Buffer origin, Shape shape) {
        DjlBuffer base = DjlBuffer.of(origin);
        return invoke(result ->
                new DjlBuffer(result, shape, base.dtype(), base.block().share()));
    }

    /** Runs a method that returns a tuple of FLOAT32 tensors of these shapes. */
    List<Buffer> toBuffers(Shape... shapes) {
        return finish(result -> {
            IValue[] parts = result.toIValueTuple();
            List<Buffer> outputs = new ArrayList<>();
            for (int i = 0; i < parts.length; i++) {
                outputs.add(buffer(parts[i], shapes[i], DType.FLOAT32));
            }
            return outputs;
        });
    }

    /** Runs a method that returns a tensor and lets {@code viewer} see it as an array while it exists. */
    void show(Consumer<PtNDArray> viewer) {
        finish(result -> {
            try (PtNDArray array = result.toTensor(bridge.manager())) {
                viewer.accept(array);
            }
            return true;
        });
    }

    private Buffer buffer(IValue value, Shape shape, DType dtype) {
        return new DjlBuffer(value, shape, dtype, bridge.memory().newBlock(shape.size() * dtype.bytes()));
    }

    /** Runs the method, maps its result and closes it. */
    private <T> T finish(Function<IValue, T> map) {
        return invoke(result -> {
            try (result) {
                return map.apply(result);
            }
        });
    }

    /** Runs the method; {@code map} takes the result over. */
    private <T> T invoke(Function<IValue, T> map) {
        try {
            return invoke(arguments.stream().map(Supplier::get).toArray(IValue[]::new), map);
        } finally {
            temporaries.forEach(IValue::close);
        }
    }

    private <T> T invoke(IValue[] values, Function<IValue, T> map) {
        try {
            return map.apply(bridge.run(method, values));
        } catch (RuntimeException e) {
            String reason = reason(e);
            throw new BackendException(method + ": " + reason + given() + remedy(reason), e);
        }
    }

    private static String remedy(String reason) {
        boolean noMemory = reason.contains("can't allocate memory") || reason.contains("out of memory");
        return noMemory ? "; take a smaller batch or model" : "";
    }

    private String given() {
        return buffers.isEmpty()
                ? ""
                : "; given " + buffers.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    /** PyTorch's messages hold a traceback of the module; the line that says what is wrong comes last. */
    private static String reason(RuntimeException e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        List<String> lines = message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.stream()
                .filter(line -> line.startsWith("RuntimeError: "))
                .map(line -> line.substring("RuntimeError: ".length()))
                .findFirst()
                .orElse(lines.isEmpty() ? e.toString() : lines.get(0));
    }
}

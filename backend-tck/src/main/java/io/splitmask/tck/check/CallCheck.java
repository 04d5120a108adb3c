package io.splitmask.tck.check;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** One call of a kernel: unwraps and checks its arguments, runs it alone, checks and wraps its results. */
final class CallCheck {
    private final Ledger ledger;
    private final String kernel;
    private final Set<Buffer> arguments = Collections.newSetFromMap(new IdentityHashMap<>());

    CallCheck(Ledger ledger, String kernel) {
        this.ledger = ledger;
        this.kernel = kernel;
    }

    /** Unwraps an argument that must be FLOAT32. */
    Buffer floats(Buffer argument) {
        return argument(argument, DType.FLOAT32);
    }

    /** Unwraps an argument that must be INT32. */
    Buffer ints(Buffer argument) {
        return argument(argument, DType.INT32);
    }

    List<Buffer> floats(List<Buffer> list) {
        return list.stream().map(this::floats).toList();
    }

    /** Unwraps an argument of any dtype. */
    Buffer any(Buffer argument) {
        if (!(argument instanceof CheckedBuffer checked) || checked.ledger() != ledger) {
            throw failure("expected a buffer of this backend, got one of another: " + argument.dtype() + " "
                    + argument.shape());
        }
        if (checked.closed()) {
            throw failure("used after close: " + checked);
        }
        arguments.add(checked.buffer());
        return checked.buffer();
    }

    List<Buffer> any(List<Buffer> list) {
        return list.stream().map(this::any).toList();
    }

    private Buffer argument(Buffer argument, DType dtype) {
        Buffer buffer = any(argument);
        if (argument.dtype() != dtype) {
            throw failure("expected dtype " + dtype + ", got " + argument);
        }
        return buffer;
    }

    /** Checks that the shape rule holds, where the result is known anyway. */
    void require(Supplier<Shape> rule) {
        Shape unused = shape(rule);
    }

    /** Evaluates a shape rule and names the kernel if the arguments break it. */
    Shape shape(Supplier<Shape> rule) {
        try {
            return rule.get();
        } catch (CheckFailedError e) {
            throw failure(String.valueOf(e.getMessage()));
        }
    }

    /** Runs something that returns no buffer. */
    <T> T run(Supplier<T> call) {
        ledger.enter(kernel);
        try {
            return call.get();
        } finally {
            ledger.leave();
        }
    }

    void run(Runnable call) {
        ledger.enter(kernel);
        try {
            call.run();
        } finally {
            ledger.leave();
        }
    }

    Buffer result(DType dtype, Shape shape, Supplier<Buffer> call) {
        return wrap(run(call), dtype, shape);
    }

    Buffer result(Shape shape, Supplier<Buffer> call) {
        return result(DType.FLOAT32, shape, call);
    }

    /** Runs a kernel with several results of known shapes. */
    List<Buffer> results(List<Shape> shapes, Supplier<List<Buffer>> call) {
        return wrapAll(run(call), shapes);
    }

    /**
     * Runs a fused kernel.
     *
     * @param wrapState how to treat the state, which is the backend's own affair unless the SPI says otherwise
     */
    FusedResult fused(Shape shape, Function<List<Buffer>, List<Buffer>> wrapState, Supplier<FusedResult> call) {
        FusedResult result = run(call);
        Buffer output = wrap(result.output(), DType.FLOAT32, shape);
        return new FusedResult(output, wrapState.apply(result.state()));
    }

    /** Wraps state whose shapes are not known. */
    List<Buffer> opaque(List<Buffer> state) {
        List<Buffer> wrapped = new ArrayList<>();
        for (Buffer buffer : state) {
            wrapped.add(wrap(buffer, buffer.dtype(), buffer.shape()));
        }
        return wrapped;
    }

    /** Wraps FLOAT32 buffers of known shapes. */
    List<Buffer> wrapAll(List<Buffer> results, List<Shape> shapes) {
        if (results.size() != shapes.size()) {
            throw failure("expected " + shapes.size() + " buffers, got " + results.size());
        }
        List<Buffer> wrapped = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            wrapped.add(wrap(results.get(i), DType.FLOAT32, shapes.get(i)));
        }
        return wrapped;
    }

    /** Returns an error that names the kernel. */
    CheckFailedError failure(String message) {
        return new CheckFailedError(kernel + ": " + message);
    }

    private Buffer wrap(Buffer result, DType dtype, Shape shape) {
        if (arguments.contains(result)) {
            throw failure("returned one of its arguments, " + result.dtype() + " " + result.shape()
                    + "; expected a new buffer");
        }
        if (result.dtype() != dtype || !result.shape().equals(shape)) {
            result.close();
            throw failure("expected result " + dtype + " " + shape + ", got " + result.dtype() + " " + result.shape());
        }
        return ledger.add(kernel, result);
    }
}

package io.splitmask.autograd;

import io.splitmask.profile.Place;
import io.splitmask.spi.Backend;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import io.splitmask.tensor.internal.GradientNode;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Records operations on the thread that opened it and computes gradients by walking back.
 *
 * <pre>{@code
 * try (Tape tape = Tape.record()) {
 *     Tensor loss = ...;
 *     Gradients gradients = tape.backward(loss);
 * }
 * }</pre>
 *
 * <p>An operation is recorded if a gradient flows to one of its inputs; the tape keeps only what its vector-Jacobian
 * product needs, and frees it as soon as that product is computed. Tapes nest and belong to the thread that opened them;
 * the innermost one records.
 */
public final class Tape implements AutoCloseable {
    private static final ThreadLocal<@Nullable Tape> RECORDING = new ThreadLocal<>();

    private record Entry(GradientNode output, List<@Nullable GradientNode> inputs, Saver saved, Vjp vjp, Place place) {}

    private final @Nullable Tape outer;
    private final Thread owner = Thread.currentThread();
    private final List<Entry> entries = new ArrayList<>();
    private boolean open = true;

    private Tape(@Nullable Tape outer) {
        this.outer = outer;
    }

    /** Starts to record on this thread. */
    public static Tape record() {
        Tape tape = new Tape(RECORDING.get());
        RECORDING.set(tape);
        return tape;
    }

    /** Runs a task whose operations are not recorded. */
    public static <T> T pause(Supplier<T> task) {
        Tape tape = RECORDING.get();
        RECORDING.remove();
        try {
            return task.get();
        } finally {
            restore(tape);
        }
    }

    private static void restore(@Nullable Tape tape) {
        if (tape == null) {
            RECORDING.remove();
        } else {
            RECORDING.set(tape);
        }
    }

    /** Returns how many operations are recorded and not yet walked back. */
    public int size() {
        return entries.size();
    }

    /** Returns whether an operation with these inputs would be recorded now. */
    static boolean records(List<Tensor> inputs) {
        return RECORDING.get() != null && inputs.stream().anyMatch(input -> input.node() != null);
    }

    /**
     * Turns the result of a kernel into a tensor, recorded if needed.
     *
     * @param rule called only if recorded: saves what it needs and returns the vector-Jacobian product
     */
    static Tensor output(Backend backend, Buffer result, List<Tensor> inputs, Function<Saver, Vjp> rule) {
        return fusedOutput(backend, new FusedResult(result, List.of()), inputs, rule);
    }

    /** The same for an operation of one input whose gradient is computed from its result. */
    static Tensor outputFromResult(Backend backend, Buffer result, Tensor input, BinaryOperator<Tensor> vjp) {
        return output(backend, result, List.of(input), saver -> {
            Tensor output = saver.keepOutput();
            return (g, inputs) -> inputs.add(0, vjp.apply(g, output));
        });
    }

    /** The same for a fused kernel, whose state is kept for the way back or closed at once. */
    static Tensor fusedOutput(Backend backend, FusedResult result, List<Tensor> inputs, Function<Saver, Vjp> rule) {
        Tape tape = RECORDING.get();
        if (tape == null || !records(inputs)) {
            result.state().forEach(Buffer::close);
            return Tensor.wrap(backend, result.output(), null);
        }
        GradientNode node = new GradientNode(false);
        Tensor output = wrapped(backend, result, node);
        List<@Nullable GradientNode> nodes = new ArrayList<>(inputs.size());
        for (Tensor input : inputs) {
            nodes.add(input.node());
        }
        Saver saver = new Saver(output, result.state());
        tape.entries.add(new Entry(node, nodes, saver, rule.apply(saver), Place.current()));
        return output;
    }

    private static Tensor wrapped(Backend backend, FusedResult result, GradientNode node) {
        try {
            return Tensor.wrap(backend, result.output(), node);
        } catch (IllegalStateException noScope) {
            result.state().forEach(Buffer::close);
            throw noScope;
        }
    }

    /**
     * Computes the gradients of a loss with respect to all leaves and empties the tape.
     *
     * @param loss a single number
     * @return the gradients, owned by the innermost scope
     * @throws ShapeException if the loss has more than one element
     * @throws IllegalStateException if the loss was not recorded by this tape, or the tape belongs to another thread
     */
    public Gradients backward(Tensor loss) {
        if (loss.shape().size() != 1) {
            throw new ShapeException("backward", "expected a loss of one element, got " + loss.shape(), loss.shape());
        }
        Tensor one = retainedOne(loss);
        try {
            return backward(loss, one);
        } finally {
            one.free();
        }
    }

    /**
     * Walks back from any result.
     *
     * @param result recorded by this tape
     * @param gradient of the loss with respect to it, in its shape
     */
    Gradients backward(Tensor result, Tensor gradient) {
        checkThread("backward");
        checkRecorded(result);
        Tape recording = RECORDING.get();
        RECORDING.remove();
        Map<GradientNode, Tensor> pending = new IdentityHashMap<>();
        try {
            pending.put(Objects.requireNonNull(result.node()), gradient.retain());
            for (int i = entries.size() - 1; i >= 0; i--) {
                walk(entries.remove(i), pending);
            }
            Map<GradientNode, Tensor> leaves = new IdentityHashMap<>();
            pending.forEach((node, sum) -> leaves.put(node, sum.detach()));
            return new Gradients(leaves);
        } finally {
            pending.values().forEach(Tensor::free);
            restore(recording);
        }
    }

    /** Anything else would have no gradients, and training would go on without learning. */
    private void checkRecorded(Tensor loss) {
        GradientNode node = loss.node();
        if (node == null || !(node.isLeaf() || entries.stream().anyMatch(entry -> entry.output() == node))) {
            throw new IllegalStateException("backward: expected a loss recorded by this tape, got " + loss
                    + "; compute it from leaves (asLeaf() or parameters) after Tape.record(), outside of Tape.pause,"
                    + " and call backward once");
        }
    }

    private void checkThread(String what) {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException(what + ": expected thread " + owner.getName()
                    + ", which opened the tape, got " + Thread.currentThread().getName());
        }
    }

    private static Tensor retainedOne(Tensor loss) {
        try (TensorScope scope = TensorScope.open()) {
            return Tensor.full(loss.backend(), 1f, loss.shape()).retain();
        }
    }

    private static void walk(Entry entry, Map<GradientNode, Tensor> pending) {
        Tensor gradient = pending.remove(entry.output());
        try (TensorScope scope = TensorScope.open()) {
            if (gradient != null) {
                entry.place().walkBack(() -> entry.vjp().apply(gradient, new Accumulator(entry.inputs(), pending)));
            }
        } finally {
            entry.saved().free();
            if (gradient != null) {
                gradient.free();
            }
        }
    }

    /** Stops recording and frees what is left. Tapes close in the reverse order of opening, on their own thread. */
    @Override
    public void close() {
        checkThread("close");
        if (!open) {
            return;
        }
        if (RECORDING.get() != this) {
            throw new IllegalStateException("tapes must close in the reverse order of opening, outside of Tape.pause");
        }
        open = false;
        restore(outer);
        entries.forEach(entry -> entry.saved().free());
        entries.clear();
    }

    /** Sums the gradients that reach a value from several operations. */
    private record Accumulator(List<@Nullable GradientNode> inputs, Map<GradientNode, Tensor> pending)
            implements InputGradients {
        @Override
        public boolean wants(int input) {
            return inputs.get(input) != null;
        }

        @Override
        public void add(int input, Tensor gradient) {
            GradientNode node = inputs.get(input);
            if (node == null) {
                return;
            }
            Tensor sum = pending.get(node);
            if (sum == null) {
                pending.put(node, gradient.retain());
            } else if (sum.shared().exclusive()) {
                sum.backend().kernels().addInPlace(sum.buffer(), gradient.buffer());
            } else {
                pending.put(node, sum.add(gradient).retain());
                sum.free();
            }
        }
    }

    /** Sums a gradient over the axes along which an operand of this shape was broadcast. */
    static Tensor unbroadcast(Tensor gradient, Shape shape) {
        Shape from = gradient.shape();
        if (from.equals(shape)) {
            return gradient;
        }
        int extra = from.rank() - shape.rank();
        List<Integer> axes = new ArrayList<>();
        for (int i = 0; i < from.rank(); i++) {
            if (i < extra || (shape.dim(i - extra) == 1 && from.dim(i) != 1)) {
                axes.add(i);
            }
        }
        Tensor sum = axes.isEmpty()
                ? gradient
                : gradient.sum(axes.stream().mapToInt(Integer::intValue).toArray());
        return sum.reshape(shape.toArray());
    }
}

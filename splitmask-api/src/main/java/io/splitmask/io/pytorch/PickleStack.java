package io.splitmask.io.pytorch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The values that a pickle works on. Nothing below the last mark can be taken. */
final class PickleStack {
    private final PickleBytes in;
    private final List<Object> values = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();

    PickleStack(PickleBytes in) {
        this.in = in;
    }

    void push(Object value) {
        values.add(value);
    }

    void mark() {
        marks.push(values.size());
    }

    Object pop() throws PytorchException {
        requireValue();
        return values.remove(values.size() - 1);
    }

    Object top() throws PytorchException {
        requireValue();
        return values.get(values.size() - 1);
    }

    /** Drops the top, which may be a mark. */
    void drop() throws PytorchException {
        if (!marks.isEmpty() && marks.peek() == values.size()) {
            marks.pop();
        } else {
            pop();
        }
    }

    /** Takes everything above the last mark, and the mark. */
    List<Object> popToMark() throws PytorchException {
        if (marks.isEmpty()) {
            throw in.failure("expected a mark on the stack, got none");
        }
        List<Object> above = values.subList(marks.pop(), values.size());
        List<Object> taken = new ArrayList<>(above);
        above.clear();
        return taken;
    }

    /** Takes the result, which must be all there is. */
    Object popLast() throws PytorchException {
        if (!marks.isEmpty() || values.size() != 1) {
            throw in.failure(
                    "expected one object and no mark at the end, got " + values.size() + " and " + marks.size());
        }
        return pop();
    }

    /** Checks that there is a value to take. */
    void requireValue() throws PytorchException {
        int fence = marks.isEmpty() ? 0 : marks.peek();
        if (values.size() <= fence) {
            throw in.failure("expected a value on the stack, got none");
        }
    }
}

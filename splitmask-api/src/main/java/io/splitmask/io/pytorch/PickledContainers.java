package io.splitmask.io.pytorch;

import java.util.List;

/** Fills lists, dicts and sets. What is added to a placeholder is dropped. */
final class PickledContainers {
    private final PickleBytes in;
    private final PickleStack stack;

    PickledContainers(PickleBytes in, PickleStack stack) {
        this.in = in;
        this.stack = stack;
    }

    void execute(Opcode opcode) throws PytorchException {
        switch (opcode) {
            case APPEND -> addTo(Sequence.Kind.LIST, List.of(stack.pop()));
            case APPENDS -> addTo(Sequence.Kind.LIST, stack.popToMark());
            case ADDITEMS -> addTo(Sequence.Kind.SET, stack.popToMark());
            case LIST -> stack.push(new Sequence(Sequence.Kind.LIST, stack.popToMark()));
            case FROZENSET -> stack.push(new Sequence(Sequence.Kind.SET, stack.popToMark()));
            case TUPLE -> stack.push(new Sequence(Sequence.Kind.TUPLE, stack.popToMark()));
            case TUPLE1 -> tuple(1);
            case TUPLE2 -> tuple(2);
            case TUPLE3 -> tuple(3);
            case DICT -> {
                List<Object> pairs = stack.popToMark();
                stack.push(new Dict());
                putAll(pairs);
            }
            case SETITEM -> {
                Object value = stack.pop();
                putAll(List.of(stack.pop(), value));
            }
            case SETITEMS -> putAll(stack.popToMark());
            default -> throw new IllegalArgumentException("not about containers: " + opcode);
        }
    }

    private void tuple(int size) throws PytorchException {
        Object[] items = new Object[size];
        for (int i = size - 1; i >= 0; i--) {
            items[i] = stack.pop();
        }
        stack.push(new Sequence(Sequence.Kind.TUPLE, List.of(items)));
    }

    private void addTo(Sequence.Kind kind, List<Object> items) throws PytorchException {
        Object target = stack.top();
        if (target instanceof Sequence sequence && sequence.kind() == kind) {
            sequence.addAll(items);
        } else if (!(target instanceof Placeholder)) {
            throw in.failure("expected " + kind.shown() + " to add to, got " + Shown.kind(target));
        }
    }

    private void putAll(List<Object> pairs) throws PytorchException {
        Object target = stack.top();
        if (pairs.size() % 2 != 0) {
            throw in.failure("expected keys and values, got a key without a value");
        }
        if (target instanceof Dict dict) {
            for (int i = 0; i < pairs.size(); i += 2) {
                dict.put(pairs.get(i), pairs.get(i + 1));
            }
        } else if (!(target instanceof Placeholder)) {
            throw in.failure("expected a dict to add to, got " + Shown.kind(target));
        }
    }
}

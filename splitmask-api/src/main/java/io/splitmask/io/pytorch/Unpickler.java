package io.splitmask.io.pytorch;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds the data of a pickle: numbers, text, dicts, lists, tuples, sets, tensors, and placeholders for the rest. A pickle
 * is a program for a machine with a stack and a memory; every instruction is carried out here in Java, and none can look
 * up or call code.
 *
 * @see "Python 3.13, Lib/pickletools.py; torch 2.13, torch/serialization.py and torch/_utils.py"
 */
final class Unpickler {
    /**
     * A tensor takes some 35 instructions, so that this suffices for 28,000. An instruction makes at most one object,
     * so that this bounds the memory too: some 150 MB.
     */
    static final int MOST_INSTRUCTIONS = 1_000_000;

    private static final int NEWEST_PROTOCOL = 5;

    private final PickleBytes in;
    private final PickleStack stack;
    private final PickledContainers containers;
    private final PickledObjects objects;
    private final Map<Integer, Object> memo = new HashMap<>();

    Unpickler(PickleBytes in, Storages storages) {
        this.in = in;
        this.stack = new PickleStack(in);
        this.containers = new PickledContainers(in, stack);
        this.objects = new PickledObjects(in, stack, storages);
    }

    /** Builds the one object of the pickle. */
    Object load() throws PytorchException {
        Opcode opcode = in.opcode();
        if (opcode != Opcode.PROTO) {
            throw in.failure("expected a pickle of protocol 2 to " + NEWEST_PROTOCOL + ", got an older one or none");
        }
        for (int count = 1; opcode != Opcode.STOP; count++) {
            if (count == MOST_INSTRUCTIONS) {
                throw in.failure("expected a pickle of at most " + MOST_INSTRUCTIONS + " instructions, got more");
            }
            execute(opcode);
            opcode = in.opcode();
        }
        if (in.remaining() > 0) {
            throw in.failure("expected no bytes after the end, got " + in.remaining());
        }
        return stack.popLast();
    }

    private void execute(Opcode opcode) throws PytorchException {
        switch (opcode.group()) {
            case CONTROL -> control(opcode);
            case STACK -> stack(opcode);
            case MEMO -> memo(opcode);
            case VALUE -> stack.push(PickledValues.read(opcode, in));
            case CONTAINER -> containers.execute(opcode);
            case OBJECT -> objects.execute(opcode);
            case REFUSED ->
                throw in.failure("instruction " + opcode + " is none that torch.save writes, and is not supported");
        }
    }

    private void control(Opcode opcode) throws PytorchException {
        if (opcode == Opcode.PROTO) {
            int protocol = in.unsigned8();
            if (protocol > NEWEST_PROTOCOL) {
                throw in.failure("expected a pickle of protocol 2 to " + NEWEST_PROTOCOL + ", got " + protocol);
            }
        } else {
            in.frame();
        }
    }

    private void stack(Opcode opcode) throws PytorchException {
        switch (opcode) {
            case MARK -> stack.mark();
            case POP -> stack.drop();
            case POP_MARK -> stack.popToMark();
            case DUP -> stack.push(stack.top());
            default -> throw new IllegalArgumentException("not about the stack: " + opcode);
        }
    }

    private void memo(Opcode opcode) throws PytorchException {
        switch (opcode) {
            case BINPUT -> memo.put(in.unsigned8(), stack.top());
            case LONG_BINPUT -> memo.put(in.signed32(), stack.top());
            case MEMOIZE -> memo.put(memo.size(), stack.top());
            case BINGET -> stack.push(remembered(in.unsigned8()));
            case LONG_BINGET -> stack.push(remembered(in.signed32()));
            default -> throw new IllegalArgumentException("not about the memo: " + opcode);
        }
    }

    private Object remembered(int index) throws PytorchException {
        @Nullable Object value = memo.get(index);
        if (value == null) {
            throw in.failure("expected a remembered object " + Integer.toUnsignedString(index) + ", got none");
        }
        return value;
    }
}

package io.splitmask.io.pytorch;

import java.util.List;

/**
 * Carries out the instructions that in Python look up and call code. Here a class or function is a name, a few names of
 * PyTorch stand for data that is built here, and whatever else would be called gives a placeholder of that name.
 */
final class PickledObjects {
    private static final int DTYPE_ARGUMENT = 6;
    private static final int LONGEST_NAME = 500;

    private final PickleBytes in;
    private final PickleStack stack;
    private final Storages storages;
    private final TensorViews tensors;

    PickledObjects(PickleBytes in, PickleStack stack, Storages storages) {
        this.in = in;
        this.stack = stack;
        this.storages = storages;
        this.tensors = new TensorViews(in);
    }

    void execute(Opcode opcode) throws PytorchException {
        switch (opcode) {
            case GLOBAL -> stack.push(namedInLines());
            case STACK_GLOBAL -> {
                String name = string(stack.pop());
                stack.push(named(string(stack.pop()), name));
            }
            case REDUCE -> {
                List<Object> arguments = tuple(stack.pop());
                stack.push(reduce(placeholder(stack.pop()), arguments));
            }
            case BUILD -> {
                // Fields of an object, or attributes of a dict such as the versions of the modules: dropped.
                stack.pop();
                stack.requireValue();
            }
            case NEWOBJ -> {
                tuple(stack.pop());
                stack.push(placeholder(stack.pop()));
            }
            case NEWOBJ_EX -> {
                stack.pop();
                tuple(stack.pop());
                stack.push(placeholder(stack.pop()));
            }
            case INST -> {
                stack.popToMark();
                stack.push(namedInLines());
            }
            case OBJ -> {
                List<Object> typeAndArguments = stack.popToMark();
                stack.push(placeholder(typeAndArguments.isEmpty() ? None.NONE : typeAndArguments.get(0)));
            }
            case BINPERSID -> stack.push(storages.resolve(stack.pop()));
            default -> throw new IllegalArgumentException("not about objects: " + opcode);
        }
    }

    /** What a call with these arguments stands for. */
    private Object reduce(Placeholder function, List<Object> arguments) throws PytorchException {
        return switch (function.type()) {
            case "collections.OrderedDict" -> arguments.isEmpty() ? new Dict() : function;
            case "torch._utils._rebuild_tensor_v2" -> tensors.rebuild(arguments);
            // Element types without a class of storage (float8, uint16, ...), none of which is read: told by its name.
            case "torch._utils._rebuild_tensor_v3" ->
                arguments.size() > DTYPE_ARGUMENT ? placeholder(arguments.get(DTYPE_ARGUMENT)) : function;
            case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state" ->
                arguments.isEmpty() ? function : arguments.get(0);
            case "torch._tensor._rebuild_from_type_v2" -> ofSubclass(function, arguments);
            default -> function;
        };
    }

    /** A tensor with attributes of its own: how it would be made, its class, arguments, attributes. */
    private Object ofSubclass(Placeholder function, List<Object> arguments) throws PytorchException {
        return arguments.size() == 4 ? reduce(placeholder(arguments.get(0)), tuple(arguments.get(2))) : function;
    }

    private Placeholder namedInLines() throws PytorchException {
        String module = in.line();
        return named(module, in.line());
    }

    /** Names that a pickle repeats would otherwise grow to more text than it holds. */
    private Placeholder named(String module, String name) throws PytorchException {
        if (module.length() + name.length() > LONGEST_NAME) {
            throw in.failure("expected a class or function whose name has at most " + LONGEST_NAME + " characters, got "
                    + (module.length() + name.length()));
        }
        return new Placeholder(module + "." + name);
    }

    private Placeholder placeholder(Object value) throws PytorchException {
        if (value instanceof Placeholder placeholder) {
            return placeholder;
        }
        throw in.failure("expected a class or function, got " + Shown.kind(value));
    }

    private List<Object> tuple(Object value) throws PytorchException {
        if (value instanceof Sequence sequence && sequence.kind() == Sequence.Kind.TUPLE) {
            return sequence.items();
        }
        throw in.failure("expected a tuple of arguments, got " + Shown.kind(value));
    }

    private String string(Object value) throws PytorchException {
        if (value instanceof String string) {
            return string;
        }
        throw in.failure("expected the name of a class or function as a string, got " + Shown.kind(value));
    }
}

package io.splitmask.export;

import io.splitmask.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A tree of modules as PyTorch stores objects: a pickle of protocol 2, whose tensors refer to files by their numbers.
 *
 * @see "pytorch 2.7, torch/csrc/jit/serialization/pickler.cpp"
 */
final class ScriptPickle {
    private static final int MARK = '(';
    private static final int TUPLE = 't';
    private static final int EMPTY_TUPLE = ')';
    private static final int EMPTY_DICT = '}';
    private static final int SET_ITEMS = 'u';
    private static final int NEW_OBJECT = 0x81;
    private static final int BUILD = 'b';
    private static final int REDUCE = 'R';
    private static final int PERSISTENT_ID = 'Q';
    private static final int FALSE = 0x89;
    private static final int STOP = '.';

    private final Map<String, OutgoingTensor> tensors;
    private final List<String> numbers;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Begins. @param tensors by name, in the order of their files */
    ScriptPickle(Map<String, OutgoingTensor> tensors) {
        this.tensors = tensors;
        this.numbers = new ArrayList<>(tensors.keySet());
    }

    byte[] write(ScriptModule root) {
        opcodes(0x80, 2);
        module(root);
        opcodes(STOP);
        return out.toByteArray();
    }

    private void module(ScriptModule module) {
        global("__torch__", module.className());
        opcodes(EMPTY_TUPLE, NEW_OBJECT, EMPTY_DICT, MARK);
        for (String name : module.tensors()) {
            text(name);
            tensor(module.nameOf(name));
        }
        text("training");
        opcodes(FALSE);
        module.modules().forEach((name, child) -> {
            text(name);
            module(child);
        });
        opcodes(SET_ITEMS, BUILD);
    }

    private void tensor(String name) {
        Shape shape = Objects.requireNonNull(tensors.get(name), name).shape();
        global("torch._utils", "_rebuild_tensor_v2");
        opcodes(MARK, MARK);
        text("storage");
        global("torch", "FloatStorage");
        text(Integer.toString(numbers.indexOf(name)));
        text("cpu");
        number(shape.intSize());
        opcodes(TUPLE, PERSISTENT_ID);
        number(0);
        int[] sizes = shape.toArray();
        tuple(sizes);
        tuple(strides(sizes));
        opcodes(FALSE);
        global("collections", "OrderedDict");
        opcodes(EMPTY_TUPLE, REDUCE, TUPLE, REDUCE);
    }

    private static int[] strides(int[] sizes) {
        int[] strides = new int[sizes.length];
        int stride = 1;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= sizes[axis];
        }
        return strides;
    }

    private void tuple(int[] values) {
        opcodes(MARK);
        for (int value : values) {
            number(value);
        }
        opcodes(TUPLE);
    }

    private void opcodes(int... codes) {
        for (int code : codes) {
            out.write(code);
        }
    }

    private void global(String module, String name) {
        opcodes('c');
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        opcodes('X');
        fourBytes(bytes.length);
        out.writeBytes(bytes);
    }

    private void number(int value) {
        opcodes('J');
        fourBytes(value);
    }

    private void fourBytes(int value) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }
}

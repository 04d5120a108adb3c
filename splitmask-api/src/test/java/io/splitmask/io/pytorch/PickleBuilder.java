package io.splitmask.io.pytorch;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes a pickle instruction by instruction, also ones that make no sense. */
final class PickleBuilder {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Starts a pickle of protocol 2. */
    PickleBuilder() {
        raw(0x80, 2);
    }

    /** Starts one whose end is a dict: opens the dict and a mark. */
    static PickleBuilder dict() {
        return new PickleBuilder().code("}(");
    }

    /** Closes the dict and ends the pickle. */
    byte[] endDict() {
        return code("u.").bytes();
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    @CanIgnoreReturnValue
    PickleBuilder raw(int... bytes) {
        for (int value : bytes) {
            out.write(value);
        }
        return this;
    }

    /** Appends characters, such as instructions. */
    @CanIgnoreReturnValue
    PickleBuilder code(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    @CanIgnoreReturnValue
    PickleBuilder int32(int value) {
        return little(Integer.BYTES, value);
    }

    @CanIgnoreReturnValue
    PickleBuilder int64(long value) {
        return little(Long.BYTES, value);
    }

    @CanIgnoreReturnValue
    private PickleBuilder little(int size, long value) {
        byte[] bytes = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        out.write(bytes, 0, size);
        return this;
    }

    @CanIgnoreReturnValue
    PickleBuilder text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        code("X").int32(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    @CanIgnoreReturnValue
    PickleBuilder integer(long value) {
        return raw(0x8a, Long.BYTES).int64(value);
    }

    @CanIgnoreReturnValue
    PickleBuilder tuple(long... values) {
        code("(");
        for (long value : values) {
            integer(value);
        }
        return code("t");
    }

    @CanIgnoreReturnValue
    PickleBuilder global(String module, String name) {
        return code("c" + module + "\n" + name + "\n");
    }

    /** Pushes a reference to a storage. */
    @CanIgnoreReturnValue
    PickleBuilder storage(String type, String key, long size) {
        return code("(")
                .text("storage")
                .global("torch", type)
                .text(key)
                .text("cpu")
                .integer(size)
                .code("tQ");
    }

    /** Pushes a tensor of a storage of 6 floats with key 0. */
    @CanIgnoreReturnValue
    PickleBuilder tensor(long offset, long[] sizes, long... strides) {
        return tensor("FloatStorage", 6, offset, sizes, strides);
    }

    /** Pushes a tensor of the storage with key 0. */
    @CanIgnoreReturnValue
    PickleBuilder tensor(String type, long size, long offset, long[] sizes, long... strides) {
        return global("torch._utils", "_rebuild_tensor_v2")
                .code("(")
                .storage(type, "0", size)
                .integer(offset)
                .tuple(sizes)
                .tuple(strides)
                .raw(0x89)
                .global("collections", "OrderedDict")
                .code(")RtR");
    }

    /** Pushes the tensor 0, 1, ... 5 of shape [2, 3]. */
    @CanIgnoreReturnValue
    PickleBuilder tensor() {
        return tensor(0, new long[] {2, 3}, 3, 1);
    }
}

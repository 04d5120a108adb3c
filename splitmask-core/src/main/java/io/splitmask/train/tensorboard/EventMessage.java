package io.splitmask.train.tensorboard;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** TensorFlow's {@code Event} message, as far as scalars need it, in the wire format of protocol buffers. */
final class EventMessage {
    private static final String VERSION = "brain.Event:2";

    private static final int EVENT_WALL_TIME = 1;
    private static final int EVENT_STEP = 2;
    private static final int EVENT_FILE_VERSION = 3;
    private static final int EVENT_SUMMARY = 5;
    private static final int EVENT_SESSION_LOG = 7;
    private static final int SUMMARY_VALUE = 1;
    private static final int VALUE_TAG = 1;
    private static final int VALUE_SIMPLE_VALUE = 2;
    private static final int SESSION_LOG_STATUS = 1;
    private static final int STATUS_START = 1;

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private EventMessage() {}

    /** The first event of every file. */
    static byte[] version(double wallTime) {
        return new EventMessage()
                .fixed64(EVENT_WALL_TIME, wallTime)
                .field(EVENT_FILE_VERSION, VERSION.getBytes(StandardCharsets.UTF_8))
                .toBytes();
    }

    /** Tells readers to forget what other files of the run hold of this step and later ones. */
    static byte[] start(double wallTime, long step) {
        byte[] log = new EventMessage().varint(SESSION_LOG_STATUS, STATUS_START).toBytes();
        return new EventMessage()
                .fixed64(EVENT_WALL_TIME, wallTime)
                .varint(EVENT_STEP, step)
                .field(EVENT_SESSION_LOG, log)
                .toBytes();
    }

    /** Figures of a step by their names. */
    static byte[] scalars(double wallTime, long step, Map<String, Float> figures) {
        EventMessage summary = new EventMessage();
        figures.forEach((tag, figure) -> summary.field(
                SUMMARY_VALUE,
                new EventMessage()
                        .field(VALUE_TAG, tag.getBytes(StandardCharsets.UTF_8))
                        .fixed32(VALUE_SIMPLE_VALUE, figure)
                        .toBytes()));
        return new EventMessage()
                .fixed64(EVENT_WALL_TIME, wallTime)
                .varint(EVENT_STEP, step)
                .field(EVENT_SUMMARY, summary.toBytes())
                .toBytes();
    }

    private EventMessage varint(int field, long value) {
        key(field, VARINT);
        unsigned(value);
        return this;
    }

    private EventMessage fixed64(int field, double value) {
        key(field, FIXED_64);
        bytes.writeBytes(littleEndian(Double.BYTES).putDouble(value).array());
        return this;
    }

    private EventMessage fixed32(int field, float value) {
        key(field, FIXED_32);
        bytes.writeBytes(littleEndian(Float.BYTES).putFloat(value).array());
        return this;
    }

    private EventMessage field(int field, byte[] content) {
        key(field, BYTES);
        unsigned(content.length);
        bytes.writeBytes(content);
        return this;
    }

    private void key(int field, int wireType) {
        unsigned((long) field << 3 | wireType);
    }

    /** Seven bits a byte, the lowest first; the highest bit says that more follow. */
    private void unsigned(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    private static ByteBuffer littleEndian(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private byte[] toBytes() {
        return bytes.toByteArray();
    }
}

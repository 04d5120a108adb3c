package io.splitmask.io.pytorch;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes zip archives of records that are stored as they are, and says where their parts lie. */
final class ZipBuilder {
    static final int LOCAL = 0x04034b50;
    static final int CENTRAL = 0x02014b50;
    static final int END = 0x06054b50;
    static final int END64 = 0x06064b50;

    private final List<Entry> entries = new ArrayList<>();
    private boolean zip64;
    private String comment = "";

    private record Entry(byte[] name, byte[] data, int method, int flags) {}

    /** An archive as {@code torch.save} would write it, with one storage of the floats 0, 1, ... 5. */
    static ZipBuilder checkpoint(byte[] pickle) {
        return new ZipBuilder()
                .add("x/data.pkl", pickle)
                .add("x/byteorder", "little".getBytes(StandardCharsets.US_ASCII))
                .add("x/data/0", floats(ByteOrder.LITTLE_ENDIAN, 0, 1, 2, 3, 4, 5));
    }

    static byte[] floats(ByteOrder order, float... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Float.BYTES).order(order);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }

    @CanIgnoreReturnValue
    ZipBuilder add(String name, byte[] data) {
        return add(name.getBytes(StandardCharsets.UTF_8), data, 0, 0x800);
    }

    @CanIgnoreReturnValue
    ZipBuilder add(byte[] name, byte[] data, int method, int flags) {
        entries.add(new Entry(name, data, method, flags));
        return this;
    }

    /** Leaves all lengths and places to the fields of 64 bits, and the local lengths to a descriptor after the data. */
    @CanIgnoreReturnValue
    ZipBuilder zip64() {
        zip64 = true;
        return this;
    }

    @CanIgnoreReturnValue
    ZipBuilder comment(String text) {
        comment = text;
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        for (Entry entry : entries) {
            directory.writeBytes(central(entry, out.size()));
            out.writeBytes(local(entry));
        }
        long place = out.size();
        out.writeBytes(directory.toByteArray());
        if (zip64) {
            ByteBuffer end = buffer(56 + 20);
            end.putInt(END64).putLong(44).putShort((short) 45).putShort((short) 45);
            end.putInt(0).putInt(0).putLong(entries.size()).putLong(entries.size());
            end.putLong(directory.size()).putLong(place);
            end.putInt(0x07064b50).putInt(0).putLong(place + directory.size()).putInt(1);
            out.writeBytes(end.array());
        }
        ByteBuffer end = buffer(22 + comment.length());
        short count = (short) (zip64 ? -1 : entries.size());
        end.putInt(END).putInt(0).putShort(count).putShort(count);
        end.putInt(zip64 ? -1 : directory.size()).putInt(zip64 ? -1 : (int) place);
        end.putShort((short) comment.length()).put(comment.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(end.array());
        return out.toByteArray();
    }

    private byte[] local(Entry entry) {
        int padding = 3;
        ByteBuffer local = buffer(30 + entry.name().length + padding + entry.data().length + (zip64 ? 24 : 0));
        local.putInt(LOCAL).putShort((short) 0).putShort((short) (entry.flags() | (zip64 ? 8 : 0)));
        local.putShort((short) entry.method()).putLong(0);
        local.putInt(zip64 ? 0 : entry.data().length).putInt(zip64 ? 0 : entry.data().length);
        local.putShort((short) entry.name().length).putShort((short) padding).put(entry.name());
        local.position(local.position() + padding);
        local.put(entry.data());
        if (zip64) {
            local.putInt(0x08074b50).putInt(0).putLong(entry.data().length).putLong(entry.data().length);
        }
        return local.array();
    }

    private byte[] central(Entry entry, int place) {
        int extra = zip64 ? 4 + 5 + 4 + 24 : 0;
        int size = zip64 ? -1 : entry.data().length;
        ByteBuffer central = buffer(46 + entry.name().length + extra);
        central.putInt(CENTRAL).putInt(0).putShort((short) entry.flags()).putShort((short) entry.method());
        central.putLong(0).putInt(size).putInt(size);
        central.putShort((short) entry.name().length).putShort((short) extra).putShort((short) 0);
        central.putLong(0).putInt(zip64 ? -1 : place).put(entry.name());
        if (zip64) {
            // Another field before the one that counts.
            central.putShort((short) 0x5455).putShort((short) 5).put(new byte[5]);
            central.putShort((short) 1).putShort((short) 24);
            central.putLong(entry.data().length).putLong(entry.data().length).putLong(place);
        }
        return central.array();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns where the part with this number among those of its kind starts, such as the second {@link #LOCAL}. */
    static int position(byte[] archive, int kind, int number) {
        ByteBuffer buffer = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        int left = number;
        for (int position = 0; position <= archive.length - Integer.BYTES; position++) {
            if (buffer.getInt(position) == kind && left-- == 0) {
                return position;
            }
        }
        throw new IllegalArgumentException("no such part");
    }

    /** Returns a copy with another number of {@code size} bytes at a position. */
    static byte[] patched(byte[] archive, int position, int size, long value) {
        byte[] copy = archive.clone();
        System.arraycopy(buffer(Long.BYTES).putLong(value).array(), 0, copy, position, size);
        return copy;
    }
}

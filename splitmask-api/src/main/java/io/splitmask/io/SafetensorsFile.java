package io.splitmask.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An open safetensors file. Opening reads and checks the header only; a tensor's values are read when asked for, in
 * small pieces, so that no more than the result is held in memory. Methods may be called from several threads.
 *
 * @see "https://github.com/huggingface/safetensors: 8-byte little-endian header length, JSON header, data"
 */
public final class SafetensorsFile implements AutoCloseable {
    private static final int LENGTH_BYTES = 8;
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final Path path;
    private final FileChannel channel;
    private final SafetensorsHeader header;
    private final long dataStart;

    private SafetensorsFile(Path path, FileChannel channel, SafetensorsHeader header, long dataStart) {
        this.path = path;
        this.channel = channel;
        this.header = header;
        this.dataStart = dataStart;
    }

    /**
     * Opens a file and checks its header: length, JSON, types, shapes, and that the tensors' bytes cover the data
     * exactly, without gaps or overlap.
     *
     * @throws NoSuchFileException if there is no such file
     * @throws SafetensorsException if the file is not valid
     * @throws IOException if it cannot be read
     */
    public static SafetensorsFile open(Path path) throws IOException {
        checkExists(path.toAbsolutePath());
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            long size = channel.size();
            if (size < LENGTH_BYTES) {
                throw new SafetensorsException(
                        path, "expected at least " + LENGTH_BYTES + " bytes, got " + size + "; is the file cut off?");
            }
            long length = read(path, channel, 0, LENGTH_BYTES).getLong();
            if (length < 0 || length > SafetensorsHeader.MAX_BYTES) {
                throw new SafetensorsException(
                        path,
                        "expected a header of at most " + SafetensorsHeader.MAX_BYTES + " bytes, got length "
                                + Long.toUnsignedString(length) + "; not a safetensors file?");
            }
            long dataStart = LENGTH_BYTES + length;
            if (dataStart > size) {
                throw new SafetensorsException(
                        path,
                        "expected a header of " + length + " bytes, got a file of " + size
                                + " bytes; is the file cut off?");
            }
            byte[] json = read(path, channel, LENGTH_BYTES, (int) length).array();
            SafetensorsHeader header = SafetensorsHeader.parse(path, json, size - dataStart);
            return new SafetensorsFile(path, channel, header, dataStart);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void checkExists(Path path) throws IOException {
        Path parent = path.getParent();
        if (Files.notExists(path)) {
            boolean noParent = parent != null && Files.notExists(parent);
            throw new NoSuchFileException(
                    path.toString(), null, noParent ? "no such file; its folder is missing too" : "no such file");
        }
        if (Files.isDirectory(path)) {
            throw new SafetensorsException(path, "expected a file, got a folder");
        }
    }

    /** Returns the tensors' names in the order of their data. */
    public Set<String> names() {
        return header.tensors().keySet();
    }

    /** Returns the free text of the header, by key; empty if there is none. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /** Returns whether there is a tensor of this name. */
    public boolean contains(String name) {
        return header.tensors().containsKey(name);
    }

    /**
     * Returns type, shape and place of a tensor.
     *
     * @throws SafetensorsException if there is no such tensor
     */
    public StoredTensor entry(String name) throws SafetensorsException {
        @Nullable StoredTensor entry = header.tensors().get(name);
        if (entry == null) {
            throw new SafetensorsException(
                    path, name, "no such tensor among the " + header.tensors().size() + " of the file");
        }
        return entry;
    }

    /**
     * Reads a tensor in the array type that fits its stored type: floats for all floating-point types, longs for I64,
     * ints for I32, U8 and BOOL.
     *
     * @throws SafetensorsException if there is no such tensor
     */
    public HostTensor read(String name) throws IOException {
        StoredTensor entry = entry(name);
        if (entry.type().isFloating()) {
            return new HostTensor.Floats(entry.shape(), floats(name));
        }
        return entry.type() == StoredType.I64
                ? new HostTensor.Longs(entry.shape(), longs(name))
                : new HostTensor.Ints(entry.shape(), ints(name));
    }

    /**
     * Reads a tensor of a floating-point type. F64 is rounded to the nearest float (infinity beyond its range); the
     * other types are exact.
     *
     * @return row-major values
     * @throws SafetensorsException if there is no such tensor or its type is not floating-point
     */
    public float[] floats(String name) throws IOException {
        StoredTensor entry = entry(name);
        if (!entry.type().isFloating()) {
            throw new SafetensorsException(path, name, "expected a floating-point type, got " + entry.type());
        }
        float[] values = new float[length(entry)];
        decode(entry, (bytes, start, count) -> Decoding.floats(entry.type(), bytes, values, start, count));
        return values;
    }

    /**
     * Reads a tensor of an integer type; a BOOL becomes 0 or 1.
     *
     * @return row-major values
     * @throws SafetensorsException if there is no such tensor, its type is floating-point, or a value does not fit
     */
    public int[] ints(String name) throws IOException {
        StoredTensor entry = integerEntry(name);
        int[] values = new int[length(entry)];
        decode(entry, (bytes, start, count) -> {
            for (int i = start; i < start + count; i++) {
                long value = integer(entry, bytes, i);
                if (value != (int) value) {
                    throw new SafetensorsException(
                            path, name, "expected 32-bit values, got " + value + " at element " + i);
                }
                values[i] = (int) value;
            }
        });
        return values;
    }

    /**
     * Reads a tensor of an integer type; a BOOL becomes 0 or 1.
     *
     * @return row-major values
     * @throws SafetensorsException if there is no such tensor or its type is floating-point
     */
    public long[] longs(String name) throws IOException {
        StoredTensor entry = integerEntry(name);
        long[] values = new long[length(entry)];
        decode(entry, (bytes, start, count) -> {
            for (int i = start; i < start + count; i++) {
                values[i] = integer(entry, bytes, i);
            }
        });
        return values;
    }

    private StoredTensor integerEntry(String name) throws SafetensorsException {
        StoredTensor entry = entry(name);
        if (entry.type().isFloating()) {
            throw new SafetensorsException(path, name, "expected an integer type, got " + entry.type());
        }
        return entry;
    }

    private long integer(StoredTensor entry, ByteBuffer bytes, int element) throws SafetensorsException {
        long value = Decoding.integer(entry.type(), bytes);
        if (entry.type() == StoredType.BOOL && value > 1) {
            throw new SafetensorsException(
                    path, entry.name(), "expected 0 or 1 in a BOOL tensor, got " + value + " at element " + element);
        }
        return value;
    }

    private int length(StoredTensor entry) throws SafetensorsException {
        if (entry.shape().size() > LARGEST_ARRAY) {
            throw new SafetensorsException(
                    path, entry.name(), "shape " + entry.shape() + " is too large for a Java array");
        }
        return entry.shape().intSize();
    }

    private void decode(StoredTensor entry, Piece piece) throws IOException {
        int perPiece = Decoding.PIECE_BYTES / entry.type().bytes();
        int total = entry.shape().intSize();
        for (int start = 0, count; start < total; start += count) {
            count = Math.min(perPiece, total - start);
            long position =
                    dataStart + entry.begin() + (long) start * entry.type().bytes();
            piece.accept(read(path, channel, position, count * entry.type().bytes()), start, count);
        }
    }

    private static ByteBuffer read(Path path, FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new SafetensorsException(path, "the file became shorter while it was read");
            }
        }
        return buffer.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Takes {@code count} elements, of which the first has index {@code start}. */
    private interface Piece {
        void accept(ByteBuffer bytes, int start, int count) throws SafetensorsException;
    }
}

package io.splitmask.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.splitmask.io.internal.ElementReader;
import io.splitmask.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/**
 * Collects tensors and writes them as one safetensors file, whole or not at all ({@link AtomicFile}).
 *
 * <p>The same tensors and metadata give the same bytes in whatever order they were added: wider element types first (so
 * that all data is aligned), then by type, then by name. The header is padded with spaces to a multiple of 8 bytes.
 */
public final class SafetensorsWriter {
    private final Map<String, Entry> entries = new TreeMap<>();
    private final Map<String, String> metadata = new TreeMap<>();
    private boolean checksum;

    /** A tensor to write; the values are fetched when their turn comes. */
    private record Entry(String name, StoredType type, Shape shape, Supplier<HostTensor> tensor) {
        long bytes() {
            return Math.multiplyExact(shape.size(), (long) type.bytes());
        }
    }

    /**
     * Adds a line of metadata; a key given again replaces the value. The key of the {@link #checksum} is not for others.
     *
     * @return this
     * @throws IllegalArgumentException if it is the checksum's
     */
    @CanIgnoreReturnValue
    public SafetensorsWriter metadata(String key, String value) {
        if (key.equals(FileChecksum.KEY)) {
            throw new IllegalArgumentException("expected another key than '" + key + "', which is the checksum's");
        }
        metadata.put(key, value);
        return this;
    }

    /**
     * Puts a checksum of the whole file into the metadata, which {@link SafetensorsFile#verify} compares.
     *
     * @return this
     */
    @CanIgnoreReturnValue
    public SafetensorsWriter checksum() {
        checksum = true;
        metadata.put(FileChecksum.KEY, FileChecksum.ZEROS);
        return this;
    }

    /**
     * Adds a tensor: floats are stored as F32, ints as I32, longs as I64.
     *
     * @return this
     * @throws IllegalArgumentException if the name is taken or not allowed
     */
    @CanIgnoreReturnValue
    public SafetensorsWriter add(String name, HostTensor tensor) {
        return add(new Entry(name, type(tensor), tensor.shape(), () -> tensor));
    }

    /**
     * Adds an F32 tensor whose values are fetched during {@link #write}, one tensor at a time, so that a model on a
     * device never stands in host memory as a whole.
     *
     * @param shape the sizes of the axes
     * @param values gives the row-major values
     * @return this
     * @throws IllegalArgumentException if the name is taken or not allowed
     */
    @CanIgnoreReturnValue
    public SafetensorsWriter addFloats(String name, Shape shape, Supplier<float[]> values) {
        return add(new Entry(name, StoredType.F32, shape, () -> new HostTensor.Floats(shape, values.get())));
    }

    private SafetensorsWriter add(Entry entry) {
        if (entry.name().equals(SafetensorsHeader.METADATA) || entries.containsKey(entry.name())) {
            throw new IllegalArgumentException("expected a new tensor name, got '" + entry.name() + "'");
        }
        entries.put(entry.name(), entry);
        return this;
    }

    private static StoredType type(HostTensor tensor) {
        if (tensor instanceof HostTensor.Floats) {
            return StoredType.F32;
        }
        return tensor instanceof HostTensor.Ints ? StoredType.I32 : StoredType.I64;
    }

    /** Returns the names added so far, sorted. */
    public Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /**
     * Writes the file.
     *
     * @param path the file to create or replace; its folder must exist
     * @throws IOException if it cannot be written; an existing file is then untouched
     */
    public void write(Path path) throws IOException {
        List<Entry> ordered = new ArrayList<>(entries.values());
        ordered.sort(Comparator.comparingInt((Entry entry) -> -entry.type().bytes())
                .thenComparing(Entry::type)
                .thenComparing(Entry::name));
        byte[] header = header(ordered);
        AtomicFile.write(path, channel -> {
            Summed summed = new Summed(channel, new CRC32C());
            ByteBuffer buffer = ByteBuffer.allocate(ElementReader.PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            summed.write(buffer.putLong(header.length));
            summed.write(ByteBuffer.wrap(header).position(header.length));
            for (Entry entry : ordered) {
                writeValues(summed, buffer, entry.tensor().get());
            }
            if (checksum) {
                channel.position(SafetensorsFile.LENGTH_BYTES + FileChecksum.indexIn(header));
                writeFully(channel, ByteBuffer.wrap(FileChecksum.digits(summed.sum())));
            }
        });
    }

    private byte[] header(List<Entry> ordered) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(SafetensorsHeader.METADATA);
                for (Map.Entry<String, String> line : metadata.entrySet()) {
                    json.writeStringField(line.getKey(), line.getValue());
                }
                json.writeEndObject();
            }
            long begin = 0;
            for (Entry entry : ordered) {
                json.writeObjectFieldStart(entry.name());
                json.writeStringField("dtype", entry.type().name());
                json.writeFieldName("shape");
                int[] dims = entry.shape().toArray();
                json.writeArray(dims, 0, dims.length);
                json.writeFieldName("data_offsets");
                long end = Math.addExact(begin, entry.bytes());
                json.writeArray(new long[] {begin, end}, 0, 2);
                json.writeEndObject();
                begin = end;
            }
            json.writeEndObject();
        }
        bytes.write(" ".repeat(-bytes.size() & 7).getBytes(StandardCharsets.US_ASCII));
        return bytes.toByteArray();
    }

    private static void writeValues(Summed file, ByteBuffer buffer, HostTensor tensor) throws IOException {
        int total = tensor.shape().intSize();
        int perPiece = buffer.capacity() / type(tensor).bytes();
        for (int start = 0, count; start < total; start += count) {
            count = Math.min(perPiece, total - start);
            if (tensor instanceof HostTensor.Floats floats) {
                buffer.asFloatBuffer().put(floats.values(), start, count);
            } else if (tensor instanceof HostTensor.Ints ints) {
                buffer.asIntBuffer().put(ints.values(), start, count);
            } else if (tensor instanceof HostTensor.Longs longs) {
                buffer.asLongBuffer().put(longs.values(), start, count);
            }
            file.write(buffer.position(count * type(tensor).bytes()));
        }
    }

    /** A file and the sum of what was written to it. */
    private record Summed(FileChannel channel, CRC32C sum) {
        /** Writes what stands before the buffer's position and empties the buffer. */
        void write(ByteBuffer buffer) throws IOException {
            sum.update(buffer.flip());
            writeFully(channel, buffer.rewind());
            buffer.clear();
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}

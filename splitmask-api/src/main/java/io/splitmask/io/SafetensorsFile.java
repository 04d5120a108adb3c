package io.splitmask.io;

import io.splitmask.io.internal.ElementReader;
import io.splitmask.io.internal.PositionedFile;
import io.splitmask.tensor.Shape;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An open safetensors file. Opening reads and checks the header only; a tensor's values are read when asked for, in
 * small pieces, so that no more than the result is held in memory. Methods may be called from several threads.
 *
 * @see "https://github.com/huggingface/safetensors: 8-byte little-endian header length, JSON header, data"
 */
public final class SafetensorsFile implements WeightsFile {
    /** Bytes before the header that hold its length. */
    static final int LENGTH_BYTES = 8;

    private final PositionedFile file;
    private final SafetensorsHeader header;
    private final long dataStart;

    private SafetensorsFile(PositionedFile file, SafetensorsHeader header, long dataStart) {
        this.file = file;
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
        PositionedFile file = PositionedFile.open(path);
        try {
            return open(file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static SafetensorsFile open(PositionedFile file) throws IOException {
        Path path = file.path();
        long size = file.size();
        if (size < LENGTH_BYTES) {
            throw new SafetensorsException(
                    path, "expected at least " + LENGTH_BYTES + " bytes, got " + size + "; is the file cut off?");
        }
        long length = file.read(0, LENGTH_BYTES).getLong();
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
        byte[] json = file.read(LENGTH_BYTES, (int) length).array();
        return new SafetensorsFile(file, SafetensorsHeader.parse(path, json, size - dataStart), dataStart);
    }

    /** Returns whether {@link SafetensorsWriter} put a checksum into the file. */
    public boolean hasChecksum() {
        return header.metadata().containsKey(FileChecksum.KEY);
    }

    /**
     * Reads the whole file and compares it with its checksum.
     *
     * @throws SafetensorsException if the file is not as it was written, or has no checksum
     * @throws IOException if it cannot be read
     */
    public void verify() throws IOException {
        FileChecksum.verify(
                file, file.read(LENGTH_BYTES, (int) (dataStart - LENGTH_BYTES)).array());
    }

    /** Returns the tensors' names in the order of their data. */
    @Override
    public Set<String> names() {
        return header.tensors().keySet();
    }

    /** Returns the free text of the header, by key; empty if there is none. The checksum is not part of it. */
    @Override
    public Map<String, String> metadata() {
        Map<String, String> lines = new LinkedHashMap<>(header.metadata());
        lines.remove(FileChecksum.KEY);
        return Collections.unmodifiableMap(lines);
    }

    @Override
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
                    file.path(),
                    name,
                    "no such tensor among the " + header.tensors().size() + " of the file");
        }
        return entry;
    }

    @Override
    public Shape shape(String name) throws SafetensorsException {
        return entry(name).shape();
    }

    @Override
    public StoredType type(String name) throws SafetensorsException {
        return entry(name).type();
    }

    @Override
    public HostTensor read(String name) throws IOException {
        return elements(name).read();
    }

    @Override
    public float[] floats(String name) throws IOException {
        return elements(name).floats();
    }

    @Override
    public int[] ints(String name) throws IOException {
        return elements(name).ints();
    }

    @Override
    public long[] longs(String name) throws IOException {
        return elements(name).longs();
    }

    private ElementReader elements(String name) throws SafetensorsException {
        StoredTensor entry = entry(name);
        long begin = dataStart + entry.begin();
        int bytes = entry.type().bytes();
        return new ElementReader(
                entry.type(),
                entry.shape(),
                (start, count) -> file.read(begin + (long) start * bytes, count * bytes),
                problem -> new SafetensorsException(file.path(), name, problem));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

package io.splitmask.datasets.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Where a file's bytes stand in an archive.
 *
 * @param archive the archive's path
 * @param name of the file in it, checked
 * @param offset of its first byte
 * @param storedSize bytes in the archive
 * @param size bytes of the file
 * @param deflated whether it is compressed
 */
record ArchiveEntry(Path archive, String name, long offset, long storedSize, long size, boolean deflated) {
    /** {@value} bytes: up to here any ratio is believed. */
    static final long HARMLESS_BYTES = 16L << 20;

    /** {@value}: images and lists of files are never that much smaller compressed. */
    static final long MAX_RATIO = 200;

    /** Refuses files that would unpack to far more than the archive holds. */
    ArchiveEntry {
        if (size > HARMLESS_BYTES && size / MAX_RATIO > storedSize) {
            throw new IllegalArgumentException("'" + name + "' would unpack from " + storedSize + " to " + size
                    + " bytes; expected at most " + MAX_RATIO + " times as many (a zip bomb?)");
        }
    }

    String describe() {
        return archive + "!" + OneLine.of(name);
    }

    /** Opens the file; the stream ends after {@link #size} bytes, whatever the compressed data say. */
    InputStream stream() throws IOException {
        InputStream stored = new SectionInputStream(archive, offset, storedSize);
        if (!deflated) {
            return stored;
        }
        Inflater inflater = new Inflater(true);
        return new LimitedInputStream(
                new InflaterInputStream(stored, inflater, 1 << 13) {
                    @Override
                    public void close() throws IOException {
                        super.close();
                        inflater.end(); // not done by the stream for an inflater that was handed to it
                    }
                },
                size);
    }

    byte[] read() throws IOException {
        if (size > FileBytes.MAX_BYTES) {
            throw new IOException(describe() + ": expected at most " + FileBytes.MAX_BYTES + " bytes, got " + size);
        }
        try (InputStream stream = stream()) {
            byte[] bytes = stream.readNBytes((int) size);
            if (bytes.length < size) {
                throw new IOException("cut short: expected " + size + " bytes, got " + bytes.length);
            }
            return bytes;
        } catch (IOException e) {
            throw new IOException(describe() + ": " + e.getMessage(), e);
        }
    }
}

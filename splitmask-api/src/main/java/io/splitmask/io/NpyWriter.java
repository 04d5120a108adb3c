package io.splitmask.io;

import io.splitmask.io.internal.ElementReader;
import io.splitmask.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.StringJoiner;

/**
 * Writes float32 rows as a NumPy file, whole or not at all ({@link AtomicFile}), one after the other: memory holds none of
 * those written, and their number need not be known beforehand.
 *
 * <pre>{@code
 * NpyWriter.write(path, Shape.of(D), rows -> {
 *     while (batches.hasNext()) {
 *         rows.add(features(batches.next())); // [B, D]
 *     }
 * });
 * }</pre>
 *
 * <p>The file holds an array [rows, ...], little-endian and in C order, as {@code numpy.load} and {@code numpy.memmap} read
 * it.
 *
 * @see "NumPy, numpy.lib.format: format version 1.0"
 */
public final class NpyWriter {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    /** The format asks for data that starts at a multiple of it: {@value}. */
    private static final int ALIGNMENT = 64;

    private final FileChannel channel;
    private final Shape row;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(ElementReader.PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long rows;

    private NpyWriter(FileChannel channel, Shape row) {
        this.channel = channel;
        this.row = row;
    }

    /** Gives the rows of a file. */
    @FunctionalInterface
    public interface Rows {
        /** Adds all rows to the file. */
        void writeTo(NpyWriter file) throws IOException;
    }

    /**
     * Writes a file.
     *
     * @param path the file to create or replace; its folder must exist
     * @param row the sizes of the axes behind the first, each at least 1
     * @param content adds the rows; if it throws, an existing file is untouched
     * @throws IOException if it cannot be written
     */
    public static void write(Path path, Shape row, Rows content) throws IOException {
        if (row.size() < 1) {
            throw new IllegalArgumentException("npy: expected rows of at least one value, got " + row);
        }
        AtomicFile.write(path, channel -> {
            NpyWriter file = new NpyWriter(channel, row);
            int headerBytes = file.writeHeader(Long.MAX_VALUE, 0);
            content.writeTo(file);
            channel.position(0);
            file.writeHeader(file.rows, headerBytes);
        });
    }

    /**
     * Adds rows.
     *
     * @param values [any number of rows, ...], row-major
     * @throws IllegalArgumentException if the last row is not whole
     */
    public void add(float[] values) throws IOException {
        int rowSize = row.intSize();
        if (values.length % rowSize != 0) {
            throw new IllegalArgumentException(
                    "npy: expected rows of " + row + ", " + rowSize + " values each, got " + values.length + " values");
        }
        int perPiece = buffer.capacity() / Float.BYTES;
        for (int start = 0, count; start < values.length; start += count) {
            count = Math.min(perPiece, values.length - start);
            buffer.asFloatBuffer().put(values, start, count);
            writeFully(buffer.position(count * Float.BYTES));
        }
        rows += values.length / rowSize;
    }

    /** Returns the number of rows that were added. */
    public long rows() {
        return rows;
    }

    /**
     * Writes the header for so many rows. That for the most that there can be keeps the place for the real one.
     *
     * @param atLeast bytes that it has at least
     * @return the bytes that it has
     */
    private int writeHeader(long numRows, int atLeast) throws IOException {
        StringJoiner sizes = new StringJoiner(", ").add(Long.toString(numRows));
        for (int size : row.toArray()) {
            sizes.add(Integer.toString(size));
        }
        String shape = row.rank() == 0 ? "(" + sizes + ",)" : "(" + sizes + ")";
        String facts = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }";
        int fixed = MAGIC.length + Short.BYTES;
        int length = Math.max(atLeast, fixed + facts.length() + 1);
        length += -length & (ALIGNMENT - 1);
        String padding = " ".repeat(length - fixed - facts.length() - 1);
        buffer.put(MAGIC).putShort((short) (length - fixed));
        writeFully(buffer.put((facts + padding + "\n").getBytes(StandardCharsets.US_ASCII)));
        return length;
    }

    /** Writes what stands before the buffer's position and empties the buffer. */
    private void writeFully(ByteBuffer filled) throws IOException {
        filled.flip();
        while (filled.hasRemaining()) {
            channel.write(filled);
        }
        filled.clear();
    }
}

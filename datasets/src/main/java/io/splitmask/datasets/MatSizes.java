package io.splitmask.datasets;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Checks the sizes that a MATLAB file of version 5 declares against its bytes, before a reader takes memory for them.
 *
 * <p>The file is a header and elements of a tag (type, length) and content; an element may be compressed, and one of a
 * matrix holds further elements, of which the second gives the sizes of its axes.
 *
 * @see "MathWorks: MAT-File Format, Level 5"
 */
final class MatSizes {
    private static final int HEADER = 128;
    private static final int ORDER_MARK = 126;
    private static final int TAG = 8;

    private static final int MATRIX = 14;
    private static final int COMPRESSED = 15;
    /** Cells in cells in structs; more is no list of images. */
    private static final int MOST_LEVELS = 16;

    private static final int SIZES = 1;
    private static final int FIELD_NAME_LENGTH = 3;
    private static final int FIELD_NAMES = 4;

    private MatSizes() {}

    /**
     * Returns the file without compression.
     *
     * @param file its bytes
     * @param maxBytes the most that it may have without compression
     * @throws IOException if a size has no bytes behind it, or the file is cut short or too large; one line without its
     *     name
     */
    static byte[] unpacked(byte[] file, int maxBytes) throws IOException {
        if (file.length < HEADER) {
            throw new IOException("cut short: expected a header of " + HEADER + " bytes, got " + file.length);
        }
        ByteOrder order = file[ORDER_MARK] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        ByteBuffer packed = ByteBuffer.wrap(file, HEADER, file.length - HEADER).order(order);
        ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
        unpacked.write(file, 0, HEADER);
        while (packed.hasRemaining()) {
            Element element = Element.next(packed);
            if (element.type == COMPRESSED) {
                unpacked.write(inflated(element.content, maxBytes - unpacked.size()));
            } else {
                unpacked.write(file, element.start, packed.position() - element.start);
            }
        }
        byte[] whole = unpacked.toByteArray();
        ByteBuffer elements =
                ByteBuffer.wrap(whole, HEADER, whole.length - HEADER).order(order);
        while (elements.hasRemaining()) {
            check(Element.next(elements), 0);
        }
        return whole;
    }

    private static void check(Element element, int level) throws IOException {
        if (element.type != MATRIX) {
            return;
        }
        if (level > MOST_LEVELS) {
            throw new IOException("expected at most " + MOST_LEVELS + " matrices in each other, got more");
        }
        int bytes = element.content.remaining();
        long values = 1;
        int nameLength = 0;
        for (int part = 0; element.content.hasRemaining(); part++) {
            Element inner = Element.next(element.content);
            if (part == SIZES) {
                values = product(inner.content, bytes);
            } else if (part == FIELD_NAME_LENGTH && inner.content.remaining() == Integer.BYTES) {
                nameLength = inner.content.getInt();
            } else if (part == FIELD_NAMES && nameLength > 0 && inner.type != MATRIX) {
                requireBytes(values * (inner.content.remaining() / nameLength), bytes);
            }
            check(inner, level + 1);
        }
    }

    /** Returns how many values the sizes make, each of which takes a byte at least. */
    private static long product(ByteBuffer sizes, int bytes) throws IOException {
        long product = 1;
        while (sizes.remaining() >= Integer.BYTES) {
            int size = sizes.getInt();
            if (size < 0) {
                throw new IOException("expected sizes of at least 0, got " + size);
            }
            product *= size;
            requireBytes(product, bytes);
        }
        return product;
    }

    private static void requireBytes(long values, int bytes) throws IOException {
        if (values > bytes) {
            throw new IOException("expected at most a value for each of " + bytes + " bytes, got " + values);
        }
    }

    private static byte[] inflated(ByteBuffer content, int maxBytes) throws IOException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(content);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] piece = new byte[1 << 13];
            while (!inflater.finished()) {
                int count = inflater.inflate(piece);
                if (count == 0 && !inflater.finished()) {
                    throw new IOException("cut short: a compressed element has no end");
                }
                if (out.size() + count > maxBytes) {
                    throw new IOException("expected at most " + maxBytes + " bytes after decompression, got more");
                }
                out.write(piece, 0, count);
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new IOException("damaged compressed element: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }

    /**
     * A part of a file.
     *
     * @param start position of its tag
     */
    private record Element(int type, int start, ByteBuffer content) {
        /** Takes the next element and moves behind it. */
        static Element next(ByteBuffer bytes) throws IOException {
            int start = bytes.position();
            try {
                int first = bytes.getInt();
                boolean isSmall = first >>> 16 != 0;
                int type = isSmall ? first & 0xffff : first;
                int length = isSmall ? first >>> 16 : bytes.getInt();
                int padded = isSmall ? Integer.BYTES : padded(type, length);
                if (length < 0 || length > bytes.remaining() || isSmall && length > Integer.BYTES) {
                    throw new IOException(
                            "cut short: expected an element of " + length + " bytes, got " + bytes.remaining());
                }
                ByteBuffer content = bytes.slice(bytes.position(), length).order(bytes.order());
                bytes.position(Math.min(bytes.limit(), bytes.position() + padded));
                return new Element(type, start, content);
            } catch (BufferUnderflowException e) {
                throw new IOException("cut short: expected the tag of an element of " + TAG + " bytes", e);
            }
        }

        /** Elements begin at multiples of eight bytes, except behind a compressed one. */
        private static int padded(int type, int length) {
            return type == COMPRESSED ? length : (int) Math.min(Integer.MAX_VALUE >> 1, (length + 7L) / 8 * 8);
        }
    }
}

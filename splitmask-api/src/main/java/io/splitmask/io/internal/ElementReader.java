package io.splitmask.io.internal;

import io.splitmask.io.HostTensor;
import io.splitmask.io.StoredType;
import io.splitmask.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Function;

/** Reads one stored tensor in small pieces, so that little more than the result is held in memory. */
public final class ElementReader {
    /** Bytes read at a time: large enough for the disk, small beside any model. A multiple of every element size. */
    public static final int PIECE_BYTES = 1 << 18;

    /** Most elements that an array of Java can have, on every JVM. */
    public static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final StoredType type;
    private final Shape shape;
    private final Source source;
    private final Function<String, IOException> failure;

    /** Where the elements come from. */
    @FunctionalInterface
    public interface Source {
        /** Returns the bytes of {@code count} elements, in row-major order, of which the first has index {@code start}. */
        ByteBuffer elements(int start, int count) throws IOException;
    }

    /**
     * Makes a reader.
     *
     * @param type of the stored elements
     * @param shape the sizes of the axes
     * @param source gives the elements
     * @param failure makes an exception that names file and tensor of a problem
     */
    public ElementReader(StoredType type, Shape shape, Source source, Function<String, IOException> failure) {
        this.type = type;
        this.shape = shape;
        this.source = source;
        this.failure = failure;
    }

    /** Reads floats for all floating-point types, longs for I64, and ints for the others. */
    public HostTensor read() throws IOException {
        if (type.isFloating()) {
            return new HostTensor.Floats(shape, floats());
        }
        return type == StoredType.I64 ? new HostTensor.Longs(shape, longs()) : new HostTensor.Ints(shape, ints());
    }

    /**
     * Reads a floating-point tensor; F64 is rounded.
     *
     * @throws IOException also if it is of an integer type
     */
    public float[] floats() throws IOException {
        if (!type.isFloating()) {
            throw failure.apply("expected a floating-point type, got " + type);
        }
        float[] values = new float[length()];
        forEachPiece((bytes, start, count) -> Decoding.floats(type, bytes, values, start, count));
        return values;
    }

    /**
     * Reads an integer tensor.
     *
     * @throws IOException also if it is of a floating-point type or a value does not fit
     */
    public int[] ints() throws IOException {
        requireInteger();
        int[] values = new int[length()];
        forEachPiece((bytes, start, count) -> {
            for (int i = start; i < start + count; i++) {
                long value = integer(bytes, i);
                if (value != (int) value) {
                    throw failure.apply("expected 32-bit values, got " + value + " at element " + i);
                }
                values[i] = (int) value;
            }
        });
        return values;
    }

    /**
     * Reads an integer tensor.
     *
     * @throws IOException also if it is of a floating-point type
     */
    public long[] longs() throws IOException {
        requireInteger();
        long[] values = new long[length()];
        forEachPiece((bytes, start, count) -> {
            for (int i = start; i < start + count; i++) {
                values[i] = integer(bytes, i);
            }
        });
        return values;
    }

    private void requireInteger() throws IOException {
        if (type.isFloating()) {
            throw failure.apply("expected an integer type, got " + type);
        }
    }

    private long integer(ByteBuffer bytes, int element) throws IOException {
        long value = Decoding.integer(type, bytes);
        if (type == StoredType.BOOL && value > 1) {
            throw failure.apply("expected 0 or 1 in a BOOL tensor, got " + value + " at element " + element);
        }
        return value;
    }

    private int length() throws IOException {
        if (shape.size() > LARGEST_ARRAY) {
            throw failure.apply("shape " + shape + " is too large for a Java array");
        }
        return shape.intSize();
    }

    private void forEachPiece(Piece piece) throws IOException {
        int perPiece = PIECE_BYTES / type.bytes();
        int total = shape.intSize();
        for (int start = 0, count; start < total; start += count) {
            count = Math.min(perPiece, total - start);
            piece.accept(source.elements(start, count), start, count);
        }
    }

    /** Takes {@code count} elements, of which the first has index {@code start}. */
    private interface Piece {
        void accept(ByteBuffer bytes, int start, int count) throws IOException;
    }
}

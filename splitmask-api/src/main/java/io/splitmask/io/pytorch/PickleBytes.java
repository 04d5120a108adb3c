package io.splitmask.io.pytorch;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a pickle one after the other; a part that does not fit into what is left is an error. */
final class PickleBytes {
    private static final int LONGEST_INTEGER_BYTES = 255;

    private final Path file;
    private final ByteBuffer bytes;
    private int opcodeAt;

    /**
     * Starts at the first byte.
     *
     * @param file named in errors
     * @param bytes the whole pickle
     */
    PickleBytes(Path file, byte[] bytes) {
        this.file = file;
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Makes an error that says where in the pickle the current instruction stands. */
    PytorchException failure(String problem) {
        return new PytorchException(file, TorchArchive.PICKLE + ", byte " + opcodeAt + ": " + problem);
    }

    int remaining() {
        return bytes.remaining();
    }

    Opcode opcode() throws PytorchException {
        opcodeAt = bytes.position();
        int code = unsigned8();
        @Nullable Opcode opcode = Opcode.of(code);
        if (opcode == null) {
            throw failure(String.format("expected an instruction of a pickle, got byte 0x%02x", code));
        }
        return opcode;
    }

    int unsigned8() throws PytorchException {
        require(1);
        return Byte.toUnsignedInt(bytes.get());
    }

    int unsigned16() throws PytorchException {
        require(Short.BYTES);
        return Short.toUnsignedInt(bytes.getShort());
    }

    int signed32() throws PytorchException {
        require(Integer.BYTES);
        return bytes.getInt();
    }

    /** Reads a 4-byte length of what follows. */
    int length32() throws PytorchException {
        return require(Integer.toUnsignedLong(signed32()));
    }

    /** Reads an 8-byte length of what follows. */
    int length64() throws PytorchException {
        require(Long.BYTES);
        return require(bytes.getLong());
    }

    /** Reads how many of the following bytes belong together, which only matters to who reads them piece by piece. */
    void frame() throws PytorchException {
        require(Long.BYTES);
        require(bytes.getLong());
    }

    double float64() throws PytorchException {
        require(Double.BYTES);
        return Double.longBitsToDouble(Long.reverseBytes(bytes.getLong()));
    }

    /** Reads a signed integer, least significant byte first: a Long if it fits, else a BigInteger. */
    Number integer(int length) throws PytorchException {
        if (length > LONGEST_INTEGER_BYTES) {
            throw failure("expected an int of at most " + LONGEST_INTEGER_BYTES + " bytes, got " + length);
        }
        require(length);
        byte[] bigEndian = new byte[length + 1];
        for (int i = length; i > 0; i--) {
            bigEndian[i] = bytes.get();
        }
        // The additional byte repeats the sign, so that no bytes at all give 0.
        bigEndian[0] = (byte) (length > 0 && bigEndian[1] < 0 ? -1 : 0);
        BigInteger value = new BigInteger(bigEndian);
        return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
    }

    /** Reads UTF-8. */
    String text(int length) throws PytorchException {
        require(length);
        ByteBuffer part = bytes.slice(bytes.position(), length);
        skip(length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
        } catch (CharacterCodingException e) {
            throw failure("expected UTF-8 text, got other bytes");
        }
    }

    /** Reads UTF-8 up to a line feed, which is not part of it. */
    String line() throws PytorchException {
        int length = 0;
        while (length < remaining() && bytes.get(bytes.position() + length) != '\n') {
            length++;
        }
        if (length == remaining()) {
            throw failure("expected a line of text, got no end of it");
        }
        String line = text(length);
        skip(1);
        return line;
    }

    void skip(int length) throws PytorchException {
        require(length);
        bytes.position(bytes.position() + length);
    }

    private int require(long length) throws PytorchException {
        if (length < 0 || length > remaining()) {
            throw failure("expected " + Long.toUnsignedString(length) + (length == 1 ? " more byte" : " more bytes")
                    + ", got " + remaining() + "; is the file cut off?");
        }
        return (int) length;
    }
}

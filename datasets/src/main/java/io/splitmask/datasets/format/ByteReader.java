package io.splitmask.datasets.format;

import java.io.IOException;
import java.util.zip.CRC32;

/** Unsigned numbers at offsets of a file in memory; an offset past its end says that the file is cut short. */
final class ByteReader {
    private final byte[] data;

    ByteReader(byte[] data) {
        this.data = data;
    }

    int length() {
        return data.length;
    }

    boolean startsWith(int offset, int... expected) {
        if (offset + expected.length > data.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((data[offset + i] & 0xFF) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    boolean startsWith(int offset, String ascii) {
        return startsWith(offset, ascii.chars().toArray());
    }

    int u8(long offset) throws IOException {
        requireBytes(offset, 1);
        return data[(int) offset] & 0xFF;
    }

    int u16be(long offset) throws IOException {
        return u8(offset) << 8 | u8(offset + 1);
    }

    int u16le(long offset) throws IOException {
        return u8(offset + 1) << 8 | u8(offset);
    }

    int u24le(long offset) throws IOException {
        return u8(offset + 2) << 16 | u16le(offset);
    }

    long u32be(long offset) throws IOException {
        return (long) u16be(offset) << 16 | u16be(offset + 2);
    }

    long u32le(long offset) throws IOException {
        return (long) u16le(offset + 2) << 16 | u16le(offset);
    }

    /** Returns the checksum of {@code count} bytes. */
    long crc32(long offset, long count) throws IOException {
        requireBytes(offset, count);
        CRC32 crc = new CRC32();
        crc.update(data, (int) offset, (int) count);
        return crc.getValue();
    }

    /** Fails unless {@code count} bytes stand from the offset on. */
    void requireBytes(long offset, long count) throws IOException {
        if (offset < 0 || count < 0 || offset + count > data.length) {
            throw new IOException("cut short: expected at least " + (offset + count) + " bytes, got " + data.length);
        }
    }
}

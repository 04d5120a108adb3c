package io.splitmask.io.pytorch;

import java.nio.ByteBuffer;

/**
 * Sizes and place of a record in a directory, with 64 bits where 32 do not suffice.
 *
 * @param stored number of bytes in the archive
 * @param original number of bytes before compression
 * @param header position of the local header
 */
record ZipSizes(long stored, long original, long header) {
    private static final long ELSEWHERE = 0xffffffffL;
    private static final int ZIP64 = 1;

    /**
     * Replaces the values that stand in the additional fields of the entry, where they are in the order original, stored,
     * header. What is missing there stays as large as it is and fails when it is compared with the file.
     */
    ZipSizes withExtra(ByteBuffer extra) {
        while (extra.remaining() >= 2 * Short.BYTES) {
            int id = Short.toUnsignedInt(extra.getShort());
            int length = Math.min(Short.toUnsignedInt(extra.getShort()), extra.remaining());
            if (id == ZIP64) {
                ByteBuffer values = extra.slice(extra.position(), length).order(extra.order());
                long newOriginal = value(original, values);
                long newStored = value(stored, values);
                return new ZipSizes(newStored, newOriginal, value(header, values));
            }
            extra.position(extra.position() + length);
        }
        return this;
    }

    private static long value(long value, ByteBuffer extra) {
        return value == ELSEWHERE && extra.remaining() >= Long.BYTES ? extra.getLong() : value;
    }
}

package io.splitmask.io.pytorch;

import io.splitmask.io.internal.PositionedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * What the end of a zip archive says about its directory.
 *
 * @param directory position of the directory; it lies in the file before the end record
 * @param directorySize number of bytes
 * @param count number of records
 */
record ZipEnd(long directory, long directorySize, long count) {
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int LOCATOR64 = 0x07064b50;
    private static final int LOCATOR64_BYTES = 20;
    private static final int END64 = 0x06064b50;
    private static final int END64_BYTES = 56;

    static ZipEnd read(PositionedFile file) throws IOException {
        long size = file.size();
        int length = (int) Math.min(size, END_BYTES + LONGEST_COMMENT);
        ByteBuffer tail = file.read(size - length, length);
        for (int start = length - END_BYTES; start >= 0; start--) {
            // The comment must reach to the end of the file, so that a comment cannot pass for an end record.
            int comment = length - END_BYTES - start;
            if (tail.getInt(start) == END && Short.toUnsignedInt(tail.getShort(start + 20)) == comment) {
                return read(
                        file,
                        size - length + start,
                        tail.slice(start, END_BYTES).order(tail.order()));
            }
        }
        throw new PytorchException(
                file.path(), "expected the directory of a zip archive at the end of the file; is it cut off?");
    }

    private static ZipEnd read(PositionedFile file, long position, ByteBuffer end) throws IOException {
        ZipEnd found = new ZipEnd(
                Integer.toUnsignedLong(end.getInt(16)),
                Integer.toUnsignedLong(end.getInt(12)),
                Short.toUnsignedLong(end.getShort(10)));
        long limit = position;
        if (position >= LOCATOR64_BYTES) {
            ByteBuffer locator = file.read(position - LOCATOR64_BYTES, LOCATOR64_BYTES);
            if (locator.getInt() == LOCATOR64) {
                limit = locator.getLong(8);
                found = read64(file, limit, position - LOCATOR64_BYTES);
            }
        }
        return found.checked(file.path(), limit);
    }

    /** Reads the end record with 64-bit numbers, which stands before its locator. */
    private static ZipEnd read64(PositionedFile file, long position, long locator) throws IOException {
        if (position < 0 || position > locator - END64_BYTES) {
            throw new PytorchException(
                    file.path(),
                    "expected the zip64 end record before byte " + locator + ", got "
                            + Long.toUnsignedString(position));
        }
        ByteBuffer end = file.read(position, END64_BYTES);
        if (end.getInt() != END64) {
            throw new PytorchException(
                    file.path(), "expected the zip64 end record at byte " + position + ", got other bytes");
        }
        return new ZipEnd(end.getLong(48), end.getLong(40), end.getLong(32));
    }

    private ZipEnd checked(Path path, long limit) throws PytorchException {
        if (directory < 0 || directorySize < 0 || directory > limit || directorySize > limit - directory) {
            throw new PytorchException(
                    path,
                    "expected the directory of the archive before byte " + limit + ", got "
                            + Long.toUnsignedString(directorySize) + " bytes at " + Long.toUnsignedString(directory)
                            + "; is the file cut off?");
        }
        return this;
    }
}

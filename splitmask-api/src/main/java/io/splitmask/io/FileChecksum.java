package io.splitmask.io;

import io.splitmask.io.internal.PositionedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The checksum that {@link SafetensorsWriter} puts into the metadata: CRC-32C of the whole file, as eight hexadecimal
 * digits, which count as zeros themselves.
 */
final class FileChecksum {
    /** Key of the metadata: {@value}. */
    static final String KEY = "crc32c";

    /** What stands in for the digits while they are not known. */
    static final String ZEROS = "00000000";

    private static final int PIECE_BYTES = 1 << 20;

    /** Only metadata reads like this, as tensors are no strings; in a longer key, a backslash stands before it. */
    private static final byte[] BEFORE = ("\"" + KEY + "\":\"").getBytes(StandardCharsets.US_ASCII);

    private FileChecksum() {}

    /** Returns the digits of a sum, as bytes of the file. */
    static byte[] digits(CRC32C sum) {
        return HexFormat.of().toHexDigits((int) sum.getValue()).getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns where the digits stand in a header, or -1 where there are none, as in files of other programs. */
    static int indexIn(byte[] header) {
        int length = BEFORE.length + ZEROS.length();
        for (int i = 0; i + length <= header.length; i++) {
            boolean isStart = header[i] == BEFORE[0] && (i == 0 || header[i - 1] != '\\');
            if (isStart && Arrays.equals(header, i, i + BEFORE.length, BEFORE, 0, BEFORE.length)) {
                return i + BEFORE.length;
            }
        }
        return -1;
    }

    /**
     * Reads a whole file and compares.
     *
     * @param header its JSON
     * @throws SafetensorsException if the sums differ, or if there is none to compare with
     */
    static void verify(PositionedFile file, byte[] header) throws IOException {
        int index = indexIn(header);
        if (index < 0) {
            throw new SafetensorsException(
                    file.path(), "expected a checksum '" + KEY + "' in the metadata, got none; is the file damaged?");
        }
        byte[] digits = Arrays.copyOfRange(header, index, index + ZEROS.length());
        byte[] blank = header.clone();
        System.arraycopy(ZEROS.getBytes(StandardCharsets.US_ASCII), 0, blank, index, ZEROS.length());
        CRC32C sum = new CRC32C();
        sum.update(file.read(0, SafetensorsFile.LENGTH_BYTES));
        sum.update(blank);
        long position = SafetensorsFile.LENGTH_BYTES + (long) header.length;
        while (position < file.size()) {
            ByteBuffer piece = file.read(position, (int) Math.min(PIECE_BYTES, file.size() - position));
            position += piece.remaining();
            sum.update(piece);
        }
        if (!Arrays.equals(digits, digits(sum))) {
            throw new SafetensorsException(
                    file.path(),
                    "expected checksum " + new String(digits, StandardCharsets.US_ASCII) + ", got "
                            + new String(digits(sum), StandardCharsets.US_ASCII)
                            + "; the file was damaged or changed after it was written (if that was meant, leave '" + KEY
                            + "' out of its metadata)");
        }
    }
}

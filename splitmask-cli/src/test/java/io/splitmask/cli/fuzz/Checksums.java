package io.splitmask.cli.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;

/** Makes checksums and lengths of damaged files right again, so that the damage behind them is read. */
final class Checksums {
    private static final int PNG_SIGNATURE = 8;
    private static final int PNG_CHUNK = 12;
    private static final int TAR_BLOCK = 512;
    private static final int TAR_SUM = 148;
    private static final int TAR_SUM_LENGTH = 8;

    private Checksums() {}

    /** The sums of a PNG's chunks, as far as their lengths lead; other files stay as they are. */
    static byte[] png(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        int at = PNG_SIGNATURE;
        boolean isPng = file.length > at && file[1] == 'P';
        while (isPng && at + PNG_CHUNK <= file.length) {
            int length = bytes.getInt(at);
            if (length < 0 || length > file.length - at - PNG_CHUNK) {
                break;
            }
            CRC32 sum = new CRC32();
            sum.update(file, at + 4, length + 4);
            bytes.putInt(at + 8 + length, (int) sum.getValue());
            at += PNG_CHUNK + length;
        }
        return file;
    }

    /** The sum of every block that may be the header of a file in a tar. */
    static byte[] tar(byte[] file) {
        for (int block = 0; block + TAR_BLOCK <= file.length; block += TAR_BLOCK) {
            if (!new String(file, block + 257, 5, StandardCharsets.ISO_8859_1).equals("ustar")) {
                continue;
            }
            int sum = TAR_SUM_LENGTH * ' ';
            for (int i = 0; i < TAR_BLOCK; i++) {
                boolean isSum = i >= TAR_SUM && i < TAR_SUM + TAR_SUM_LENGTH;
                sum += isSum ? 0 : file[block + i] & 0xff;
            }
            byte[] digits = String.format(Locale.ROOT, "%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(digits, 0, file, block + TAR_SUM, TAR_SUM_LENGTH);
        }
        return file;
    }

    /** The length of the header of a safetensors file whose data hold no brace. */
    static byte[] safetensors(byte[] file) {
        int end = file.length;
        while (end > Long.BYTES && file[end - 1] != '}') {
            end--;
        }
        if (end > Long.BYTES) {
            ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(0, end - Long.BYTES);
        }
        return file;
    }
}

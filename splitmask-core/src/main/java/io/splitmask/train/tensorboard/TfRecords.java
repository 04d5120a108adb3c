package io.splitmask.train.tensorboard;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * TensorFlow's record framing: length, masked CRC-32C of the length, bytes, masked CRC-32C of the bytes, all little
 * endian.
 */
final class TfRecords {
    private static final int MASK_DELTA = 0xa282ead8;

    private TfRecords() {}

    /** Writes one record, in one write: a process that is killed leaves whole records. */
    static void write(OutputStream out, byte[] bytes) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(Long.BYTES + Integer.BYTES + bytes.length + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(bytes.length);
        record.putInt(maskedCrc(record.array(), Long.BYTES));
        record.put(bytes);
        record.putInt(maskedCrc(bytes, bytes.length));
        out.write(record.array());
    }

    /** A CRC of bytes that hold CRCs says little; so it is rotated and moved. */
    private static int maskedCrc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
    }
}

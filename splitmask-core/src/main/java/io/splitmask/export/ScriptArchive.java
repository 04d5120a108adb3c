package io.splitmask.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The archive that PyTorch reads modules from: a zip without compression. */
final class ScriptArchive {
    private static final String FOLDER = "model/";
    /** Version of the operators' schemas that {@link ScriptText} is written for. */
    private static final String VERSION = "10\n";

    private static final byte[] EMPTY_TUPLE = {(byte) 0x80, 2, ')', '.'};

    private final ZipOutputStream zip;

    ScriptArchive(OutputStream out) throws IOException {
        this.zip = new ZipOutputStream(out);
        add("version", VERSION.getBytes(StandardCharsets.UTF_8));
        add("byteorder", "little".getBytes(StandardCharsets.UTF_8));
        add("constants.pkl", EMPTY_TUPLE);
    }

    void add(String name, byte[] content) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(content);
        ZipEntry entry = new ZipEntry(FOLDER + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    void add(String name, float[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        add(name, bytes.array());
    }

    /** Completes the archive; the stream stays open. */
    void finish() throws IOException {
        zip.finish();
        zip.flush();
    }
}

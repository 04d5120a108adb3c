package io.splitmask.io.pytorch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the archive from which PyTorch loads a TorchScript module: a zip without compression. */
public final class ScriptArchive {
    private static final String FOLDER = "model/";
    /** Version of the operators' schemas that the scripts of this library are written for. */
    private static final String VERSION = "10\n";

    private static final byte[] EMPTY_TUPLE = {(byte) 0x80, 2, ')', '.'};

    private final ZipOutputStream zip;

    /**
     * Begins an archive.
     *
     * @param out stays open
     */
    public ScriptArchive(OutputStream out) throws IOException {
        this.zip = new ZipOutputStream(out);
        add("version", VERSION.getBytes(StandardCharsets.UTF_8));
        add("byteorder", "little".getBytes(StandardCharsets.UTF_8));
        add("constants.pkl", EMPTY_TUPLE);
    }

    /**
     * Adds the parts of the module itself.
     *
     * @param object pickle of the module
     * @param code its class, and those of the modules below it, in the dialect in which PyTorch stores scripts
     */
    public void addModule(byte[] object, byte[] code) throws IOException {
        add("data.pkl", object);
        add("code/__torch__.py", code);
    }

    /** Adds a file. @param name within the archive's folder */
    public void add(String name, byte[] content) throws IOException {
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

    /** Adds the values of a tensor. @param name such as {@code data/0}, to which the pickle refers by its number */
    public void add(String name, float[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        add(name, bytes.array());
    }

    /** Completes the archive. */
    public void finish() throws IOException {
        zip.finish();
        zip.flush();
    }
}

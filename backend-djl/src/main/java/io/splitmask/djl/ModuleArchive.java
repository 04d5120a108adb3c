package io.splitmask.djl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs {@code kernels.torchscript} as the archive that PyTorch's loader reads: an uncompressed zip. */
final class ModuleArchive {
    /** Version of the operators' schemas that the text is written for. */
    private static final String VERSION = "10\n";

    // Pickle, protocol 2: the class, an empty tuple, a new object, {"training": False}, build, stop.
    private static final byte[] MODULE_PICKLE =
            bytes("\u0080\u0002c__torch__\nKernels\n)\u0081}X\u0008\0\0\0training\u0089sb.");
    private static final byte[] EMPTY_TUPLE_PICKLE = bytes("\u0080\u0002).");

    private ModuleArchive() {}

    /** Returns the archive. */
    static byte[] write() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("k/data.pkl", MODULE_PICKLE);
        entries.put("k/byteorder", bytes("little"));
        entries.put("k/code/__torch__.py", text());
        entries.put("k/constants.pkl", EMPTY_TUPLE_PICKLE);
        entries.put("k/version", bytes(VERSION));
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(archive)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                store(zip, entry.getKey(), entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return archive.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] text() {
        try (InputStream in = ModuleArchive.class.getResourceAsStream("kernels.torchscript")) {
            if (in == null) {
                throw new IllegalStateException("kernels.torchscript is missing in the jar of backend-djl");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }
}

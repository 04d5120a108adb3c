package io.splitmask.djl;

import io.splitmask.io.pytorch.ScriptArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Packs {@code kernels.torchscript} as an archive for PyTorch's loader. */
final class ModuleArchive {
    // Pickle, protocol 2: the class, an empty tuple, a new object, {"training": False}, build, stop.
    private static final byte[] MODULE_PICKLE =
            bytes("\u0080\u0002c__torch__\nKernels\n)\u0081}X\u0008\0\0\0training\u0089sb.");

    private ModuleArchive() {}

    /** Returns the archive. */
    static byte[] write() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ScriptArchive archive = new ScriptArchive(bytes);
            archive.addModule(MODULE_PICKLE, text());
            archive.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
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

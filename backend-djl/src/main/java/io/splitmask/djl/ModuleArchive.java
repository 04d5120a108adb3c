package io.splitmask.djl;

import io.splitmask.io.pytorch.ScriptArchive;
import io.splitmask.tensor.Device;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Packs the parts of the module as an archive for PyTorch's loader. */
final class ModuleArchive {
    /** The class begins in the first; the others go on with its methods. */
    private static final List<String> PARTS = List.of(
            "kernels.torchscript",
            "soft_cross_entropy.torchscript",
            "bfloat16.torchscript",
            "cuda_attention.torchscript");

    /**
     * Products of rows and weights by oneDNN, with which PyTorch is built for most processors. They take 0.7 to 1.1 of the
     * time of MKL, which PyTorch's own operators call (benchmarks/RESULTS.md).
     */
    private static final String ONEDNN_PRODUCTS = "products_onednn.torchscript";

    /** The same by the library that PyTorch's own operators call for the device. */
    static final String ATEN_PRODUCTS = "products_aten.torchscript";

    // Pickle, protocol 2: the class, an empty tuple, a new object, {"training": False}, build, stop.
    private static final byte[] MODULE_PICKLE =
            bytes("\u0080\u0002c__torch__\nKernels\n)\u0081}X\u0008\0\0\0training\u0089sb.");

    private ModuleArchive() {}

    /** Returns the parts for products that a device may use, the preferred one first. */
    static List<String> products(Device device) {
        return device.kind() == Device.Kind.CPU ? List.of(ONEDNN_PRODUCTS, ATEN_PRODUCTS) : List.of(ATEN_PRODUCTS);
    }

    /** Returns the archive with one of the parts for products. */
    static byte[] write(String products) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ScriptArchive archive = new ScriptArchive(bytes);
            archive.addModule(MODULE_PICKLE, text(products));
            archive.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    private static byte[] text(String products) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (String part : Stream.concat(PARTS.stream(), Stream.of(products)).toList()) {
            try (InputStream in = ModuleArchive.class.getResourceAsStream(part)) {
                if (in == null) {
                    throw new IllegalStateException(part + " is missing in the jar of backend-djl");
                }
                in.transferTo(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return text.toByteArray();
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }
}

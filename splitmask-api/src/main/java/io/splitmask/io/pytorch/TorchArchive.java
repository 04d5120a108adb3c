package io.splitmask.io.pytorch;

import io.splitmask.io.internal.OneLine;
import io.splitmask.io.internal.PositionedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The zip archive of a checkpoint: in one folder a pickle, a record per storage, and the byte order of these.
 *
 * @see "torch 2.13, torch/serialization.py; pytorch, caffe2/serialize/inline_container.h"
 */
final class TorchArchive {
    /** The record of everything but the storages. */
    static final String PICKLE = "data.pkl";

    private static final int LARGEST_PICKLE = 1 << 26;
    private static final int LONGEST_WORD = 16;

    /** The number that a file of PyTorch before version 1.6 starts with, as a pickle writes it. */
    private static final byte[] LEGACY = {
        (byte) 0x8a, 10, 0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8, 0x50, 0x19
    };

    /** What stands before that number: the protocol, and from protocol 4 on the length of a frame. */
    private static final int PROTOCOL_BYTES = 2;

    private static final int FRAME_BYTES = 9;
    private static final byte[] TAR = "ustar".getBytes(StandardCharsets.US_ASCII);
    private static final int TAR_POSITION = 257;
    private static final byte[] ZIP = {'P', 'K', 3, 4};

    private final PositionedFile file;
    private final Map<String, ZipRecord> records;
    private final String folder;

    private TorchArchive(PositionedFile file, Map<String, ZipRecord> records, String folder) {
        this.file = file;
        this.records = records;
        this.folder = folder;
    }

    /**
     * Reads the list of records.
     *
     * @throws PytorchException if it is not an archive of {@code torch.save}
     */
    static TorchArchive read(PositionedFile file) throws IOException {
        checkStart(file);
        Map<String, ZipRecord> records = ZipDirectory.read(file);
        List<String> pickles = records.keySet().stream()
                .filter(name -> name.endsWith("/" + PICKLE) && name.indexOf('/') == name.length() - PICKLE.length() - 1)
                .toList();
        if (pickles.size() != 1) {
            throw new PytorchException(
                    file.path(),
                    "expected one record NAME/" + PICKLE + " among the " + records.size() + " of the archive, got "
                            + pickles.size() + "; not written by torch.save?");
        }
        String pickle = pickles.get(0);
        return new TorchArchive(file, records, pickle.substring(0, pickle.length() - PICKLE.length()));
    }

    private static void checkStart(PositionedFile file) throws IOException {
        byte[] start = file.read(0, (int) Math.min(file.size(), TAR_POSITION + TAR.length))
                .array();
        if (startsWith(start, PROTOCOL_BYTES, LEGACY)
                || startsWith(start, PROTOCOL_BYTES + FRAME_BYTES, LEGACY)
                || startsWith(start, TAR_POSITION, TAR)) {
            throw new PytorchException(
                    file.path(),
                    "expected a zip archive, got PyTorch's format before version 1.6; load it in Python and write it"
                            + " again with torch.save(weights, file), or convert it to safetensors");
        }
        if (!startsWith(start, 0, ZIP)) {
            String shown = new String(start, 0, Math.min(start.length, LONGEST_WORD), StandardCharsets.ISO_8859_1);
            throw new PytorchException(
                    file.path(),
                    "expected a zip archive written by torch.save, got a file of " + file.size()
                            + " bytes that starts with '" + shown.replaceAll("[^ -~]", "?") + "'");
        }
    }

    private static boolean startsWith(byte[] bytes, int position, byte[] expected) {
        return bytes.length >= position + expected.length
                && Arrays.equals(bytes, position, position + expected.length, expected, 0, expected.length);
    }

    /** Reads the pickle. */
    byte[] pickle() throws IOException {
        ZipRecord record = require(PICKLE);
        return bytes(record, LARGEST_PICKLE).array();
    }

    /** Returns the order of bytes in the storages. */
    ByteOrder byteOrder() throws IOException {
        if (!records.containsKey(folder + "byteorder")) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        ByteBuffer word = bytes(require("byteorder"), LONGEST_WORD);
        String order = StandardCharsets.ISO_8859_1.decode(word).toString();
        return switch (order) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default ->
                throw new PytorchException(
                        file.path(), "byteorder: expected 'little' or 'big', got '" + OneLine.of(order) + "'");
        };
    }

    /**
     * Returns the record of a storage.
     *
     * @throws PytorchException if there is none or it cannot be read as it is
     */
    ZipRecord storage(String key) throws PytorchException {
        return require("data/" + key);
    }

    private ZipRecord require(String name) throws PytorchException {
        @Nullable ZipRecord record = records.get(folder + name);
        if (record == null) {
            throw new PytorchException(
                    file.path(), "expected a record '" + OneLine.of(folder + name) + "' in the archive, got none");
        }
        if (!record.readable()) {
            throw new PytorchException(
                    file.path(),
                    "record '" + OneLine.of(folder + name)
                            + "' is compressed or encrypted, which torch.save never does;"
                            + " write the file again with torch.save");
        }
        return record;
    }

    private ByteBuffer bytes(ZipRecord record, int most) throws IOException {
        if (record.size() > most) {
            throw new PytorchException(
                    file.path(),
                    "record '" + OneLine.of(record.name()) + "': expected at most " + most + " bytes, got "
                            + record.size());
        }
        return file.read(record.begin(), (int) record.size());
    }
}

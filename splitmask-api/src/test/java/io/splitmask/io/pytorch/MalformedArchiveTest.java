package io.splitmask.io.pytorch;

import static io.splitmask.io.pytorch.Refusal.row;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are no archive of torch.save, or a damaged one. */
final class MalformedArchiveTest {
    private static final byte[] PICKLE = PickleBuilder.dict().text("w").tensor().endDict();

    /** Records: the pickle, the byte order, a storage. */
    private static final byte[] GOOD = ZipBuilder.checkpoint(PICKLE).bytes();

    private static final byte[] GOOD64 = ZipBuilder.checkpoint(PICKLE).zip64().bytes();
    private static final byte[] MAGIC = {
        (byte) 0x8a, 10, 0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8, 0x50, 0x19, '.'
    };

    private final Path folder;

    MalformedArchiveTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @MethodSource({"otherFiles", "ends", "directories", "headers", "records", "contents"})
    void isRefusedWithOneLine(byte[] file, String problem) throws IOException {
        Refusal.check(folder, file, problem);
    }

    @Test
    void theArchivesThatTheTableBreaksAreGood() throws IOException {
        Refusal.readAll(Files.write(folder.resolve("good"), GOOD));
        Refusal.readAll(Files.write(folder.resolve("good64"), GOOD64));
    }

    static Stream<Arguments> otherFiles() {
        byte[] tar = new byte[512];
        System.arraycopy("ustar".getBytes(US_ASCII), 0, tar, 257, 5);
        return Stream.of(
                row(
                        "empty file",
                        new byte[0],
                        "expected a zip archive written by torch.save, got a file of 0 bytes that starts with ''"),
                row(
                        "text",
                        "hello\n\u0000world and more".getBytes(US_ASCII),
                        "expected a zip archive written by torch.save, got a file of 21 bytes that starts with 'hello??world and'"),
                row(
                        "pickle without archive",
                        PICKLE,
                        "expected a zip archive written by torch.save, got a file of 189 bytes that starts with '??}(X????wctorch'"),
                row(
                        "legacy format",
                        join(new byte[] {(byte) 0x80, 2}, MAGIC),
                        "expected a zip archive, got PyTorch's format before version 1.6; load it in Python and write it again with torch.save(weights, file), or convert it to safetensors"),
                row(
                        "legacy format, protocol 4",
                        join(new byte[] {(byte) 0x80, 4, (byte) 0x95, 13, 0, 0, 0, 0, 0, 0, 0}, MAGIC),
                        "expected a zip archive, got PyTorch's format before version 1.6; load it in Python and write it again with torch.save(weights, file), or convert it to safetensors"),
                row(
                        "legacy format, tar",
                        tar,
                        "expected a zip archive, got PyTorch's format before version 1.6; load it in Python and write it again with torch.save(weights, file), or convert it to safetensors"),
                row(
                        "only the first header",
                        Arrays.copyOf(GOOD, 30),
                        "expected the directory of a zip archive at the end of the file; is it cut off?"),
                row(
                        "archive without records",
                        join("PK\3\4".getBytes(US_ASCII), new ZipBuilder().bytes()),
                        "expected one record NAME/data.pkl among the 0 of the archive, got 0; not written by torch.save?"));
    }

    static Stream<Arguments> ends() {
        return Stream.of(
                row(
                        "one record less announced",
                        end(10, 2, 2),
                        "expected 2 records in the directory of the archive, got 3"),
                row(
                        "directory beyond the file",
                        end(16, 4, 0x7fffffff),
                        "expected the directory of the archive before byte 514, got 167 bytes at 2147483647; is the file cut off?"),
                row(
                        "directory larger than the file",
                        end(12, 4, -2),
                        "expected the directory of the archive before byte 514, got 4294967294 bytes at 347; is the file cut off?"),
                row(
                        "comment shorter than announced",
                        end(20, 2, 1),
                        "expected the directory of a zip archive at the end of the file; is it cut off?"),
                row(
                        "64-bit end beyond the file",
                        end64(64, 8, 0x7fffffff),
                        "expected the zip64 end record before byte 753, got 2147483647"),
                row(
                        "64-bit end at a negative place",
                        end64(64, 8, -1),
                        "expected the zip64 end record before byte 753, got 18446744073709551615"),
                row(
                        "64-bit end elsewhere",
                        end64(64, 8, 0),
                        "expected the zip64 end record at byte 0, got other bytes"),
                row(
                        "four billion records",
                        end64(32, 8, 1L << 32),
                        "expected an archive of at most 100000 records and a directory of at most 33554432 bytes, got 4294967296 and 278"),
                row(
                        "negative number of records",
                        end64(32, 8, -1),
                        "expected an archive of at most 100000 records and a directory of at most 33554432 bytes, got 18446744073709551615 and 278"),
                row(
                        "directory of 64-bit size",
                        end64(40, 8, Long.MAX_VALUE),
                        "expected the directory of the archive before byte 697, got 9223372036854775807 bytes at 419; is the file cut off?"));
    }

    static Stream<Arguments> directories() {
        int directory = ZipBuilder.position(GOOD, ZipBuilder.CENTRAL, 0);
        return Stream.of(
                row(
                        "no entry where one should be",
                        central(1, 0, 4, 0),
                        "the directory of the archive is damaged: no entry at byte 403"),
                row(
                        "name longer than the directory",
                        central(2, 28, 2, 0xffff),
                        "the directory of the archive is damaged: a cut entry at byte 460"),
                row(
                        "name that is not UTF-8",
                        new ZipBuilder()
                                .add(new byte[] {'x', '/', (byte) 0xff}, PICKLE, 0, 0)
                                .bytes(),
                        "the directory of the archive is damaged: a name that is not UTF-8 at byte 225"),
                row(
                        "long name",
                        new ZipBuilder().add("x/" + "n".repeat(1000), PICKLE).bytes(),
                        "the directory of the archive is damaged: a name of more than 1000 bytes at byte 1224"),
                row(
                        "record after the directory",
                        central(2, 42, 4, 0x7fffffff),
                        "record 'x/data/0': expected its header between byte 282 and the directory at byte 347, got byte 2147483647"),
                row(
                        "record at the start of the directory",
                        central(2, 42, 4, directory - 29),
                        "record 'x/data/0': expected its header between byte 282 and the directory at byte 347, got byte 318"),
                row(
                        "two records at one place",
                        central(1, 42, 4, 0),
                        "record 'x/byteorder': expected its header between byte 232 and the directory at byte 347, got byte 0"),
                row(
                        "two records of one name",
                        ZipBuilder.checkpoint(PICKLE)
                                .add("x/data/0", new byte[24])
                                .bytes(),
                        "expected one record 'x/data/0' in the archive, got two"),
                row(
                        "negative 64-bit size",
                        central64(2, 46 + 8 + 9 + 4 + 8, 8, -1),
                        "record 'x/data/0': expected 18446744073709551615 bytes before the directory of the archive, got 48"),
                row(
                        "64-bit size without its field",
                        central64(2, 46 + 8 + 9, 2, 2),
                        "record 'x/data/0': expected its header between byte 306 and the directory at byte 419, got byte 4294967295"));
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                row(
                        "no header where one should be",
                        local(2, 0, 4, 0),
                        "record 'x/data/0': expected its header at byte 282, got other bytes"),
                row(
                        "name longer than the rest",
                        local(2, 26, 2, 0xffff),
                        "record 'x/data/0': expected 24 bytes before the directory of the archive, got 0"),
                row(
                        "storage over the end of the data",
                        sized(2, 25),
                        "record 'x/data/0': expected 25 bytes before the directory of the archive, got 24"),
                row(
                        "storage over the end of the file",
                        sized(2, 100_000),
                        "record 'x/data/0': expected 100000 bytes before the directory of the archive, got 24"),
                row(
                        "storage of four billion bytes",
                        sized(2, -2),
                        "record 'x/data/0': expected 4294967294 bytes before the directory of the archive, got 24"),
                row(
                        "pickle over the next record",
                        sized(0, PICKLE.length + 1),
                        "record 'x/byteorder': expected its header between byte 233 and the directory at byte 347, got byte 232"));
    }

    static Stream<Arguments> records() {
        byte[] storage = new byte[24];
        return Stream.of(
                row(
                        "no pickle",
                        new ZipBuilder().add("x/data/0", storage).bytes(),
                        "expected one record NAME/data.pkl among the 1 of the archive, got 0; not written by torch.save?"),
                row(
                        "pickle outside a folder",
                        new ZipBuilder().add("data.pkl", PICKLE).bytes(),
                        "expected one record NAME/data.pkl among the 1 of the archive, got 0; not written by torch.save?"),
                row(
                        "two pickles",
                        ZipBuilder.checkpoint(PICKLE).add("y/data.pkl", PICKLE).bytes(),
                        "expected one record NAME/data.pkl among the 4 of the archive, got 2; not written by torch.save?"),
                row(
                        "compressed pickle",
                        new ZipBuilder()
                                .add("x/data.pkl".getBytes(US_ASCII), PICKLE, 8, 0)
                                .bytes(),
                        "record 'x/data.pkl' is compressed or encrypted, which torch.save never does; write the file again with torch.save"),
                row(
                        "encrypted pickle",
                        new ZipBuilder()
                                .add("x/data.pkl".getBytes(US_ASCII), PICKLE, 0, 1)
                                .bytes(),
                        "record 'x/data.pkl' is compressed or encrypted, which torch.save never does; write the file again with torch.save"),
                row(
                        "compressed storage of four billion bytes",
                        bomb(),
                        "record 'x/data/0' is compressed or encrypted, which torch.save never does; write the file again with torch.save"),
                row(
                        "storage with two sizes",
                        central(2, 24, 4, 1000),
                        "record 'x/data/0' is compressed or encrypted, which torch.save never does; write the file again with torch.save"),
                row(
                        "no storage",
                        new ZipBuilder().add("x/data.pkl", PICKLE).bytes(),
                        "expected a record 'x/data/0' in the archive, got none"),
                row(
                        "storage of another folder",
                        new ZipBuilder()
                                .add("x/data.pkl", PICKLE)
                                .add("y/data/0", storage)
                                .bytes(),
                        "expected a record 'x/data/0' in the archive, got none"));
    }

    static Stream<Arguments> contents() {
        return Stream.of(
                row(
                        "unknown byte order",
                        new ZipBuilder()
                                .add("x/byteorder", "mid\ndle".getBytes(US_ASCII))
                                .add("x/data.pkl", PICKLE)
                                .bytes(),
                        "byteorder: expected 'little' or 'big', got 'mid?dle'"),
                row(
                        "long byte order",
                        new ZipBuilder()
                                .add("x/byteorder", new byte[17])
                                .add("x/data.pkl", PICKLE)
                                .bytes(),
                        "record 'x/byteorder': expected at most 16 bytes, got 17"),
                row(
                        "large pickle",
                        new ZipBuilder()
                                .add("x/data.pkl", new byte[(1 << 26) + 1])
                                .bytes(),
                        "record 'x/data.pkl': expected at most 67108864 bytes, got 67108865"));
    }

    @Test
    void everyTruncationIsReported() throws IOException {
        Path cut = folder.resolve("cut.pth").toAbsolutePath();
        for (int length = 0; length < GOOD.length; length++) {
            Files.write(cut, Arrays.copyOf(GOOD, length));
            assertThatThrownBy(() -> Refusal.readAll(cut))
                    .as("cut to %d bytes", length)
                    .isInstanceOf(PytorchException.class)
                    .hasMessageStartingWith(cut + ": expected ");
        }
        assertThat(GOOD).hasSizeGreaterThan(400);
    }

    @Test
    void everyTruncationOfThePickleIsReported() throws IOException {
        Path cut = folder.resolve("cut.pth").toAbsolutePath();
        for (int length = 0; length < PICKLE.length; length++) {
            Files.write(
                    cut, ZipBuilder.checkpoint(Arrays.copyOf(PICKLE, length)).bytes());
            assertThatThrownBy(() -> Refusal.readAll(cut))
                    .as("cut to %d bytes", length)
                    .isInstanceOf(PytorchException.class)
                    .hasMessageStartingWith(cut + ": data.pkl, byte ")
                    .hasMessageContaining("expected ");
        }
    }

    /** Claims 24 stored bytes that would grow to four billion. */
    private static byte[] bomb() {
        byte[] archive = new ZipBuilder()
                .add("x/data.pkl", PICKLE)
                .add("x/data/0".getBytes(US_ASCII), new byte[24], 8, 0)
                .bytes();
        return ZipBuilder.patched(archive, ZipBuilder.position(archive, ZipBuilder.CENTRAL, 1) + 24, 4, -2);
    }

    private static byte[] end(int offset, int size, long value) {
        return patched(GOOD, ZipBuilder.END, 0, offset, size, value);
    }

    /** Changes the end record of 64 bits, or its locator from byte 56 on. */
    private static byte[] end64(int offset, int size, long value) {
        return patched(GOOD64, ZipBuilder.END64, 0, offset, size, value);
    }

    private static byte[] central(int number, int offset, int size, long value) {
        return patched(GOOD, ZipBuilder.CENTRAL, number, offset, size, value);
    }

    private static byte[] central64(int number, int offset, int size, long value) {
        return patched(GOOD64, ZipBuilder.CENTRAL, number, offset, size, value);
    }

    private static byte[] local(int number, int offset, int size, long value) {
        return patched(GOOD, ZipBuilder.LOCAL, number, offset, size, value);
    }

    private static byte[] sized(int number, long length) {
        byte[] once = central(number, 20, 4, length);
        return patched(once, ZipBuilder.CENTRAL, number, 24, 4, length);
    }

    private static byte[] patched(byte[] archive, int kind, int number, int offset, int size, long value) {
        return ZipBuilder.patched(archive, ZipBuilder.position(archive, kind, number) + offset, size, value);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}

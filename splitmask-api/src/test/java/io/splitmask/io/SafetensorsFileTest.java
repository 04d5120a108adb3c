package io.splitmask.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.io.internal.ElementReader;
import io.splitmask.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SafetensorsFileTest {
    private final Path folder;

    SafetensorsFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void readsAFileOfTheReferenceImplementation() throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(golden("kmeans_euclidean"))) {
            assertThat(file.names()).hasSize(13).startsWith("out/assignment.1").endsWith("out/centroids.5");
            assertThat(file.metadata()).isEmpty();
            assertThat(file.entry("in/points").shape()).isEqualTo(Shape.of(120, 12));
            float[] points = file.floats("in/points");
            assertThat(points).startsWith(1.5522902f, -1.9131234f, 0.6928567f).endsWith(0.19722347f);
            assertThat(IntStream.range(0, points.length)
                            .mapToDouble(i -> points[i])
                            .sum())
                    .isCloseTo(218.6618173662573, within(1e-9));
            assertThat(file.longs("out/assignment.3")).startsWith(3, 3, 4).endsWith(3);
            assertThat(IntStream.of(file.ints("out/assignment.3")).sum()).isEqualTo(309);
        }
    }

    @Test
    void readsEveryElementType() throws IOException {
        ByteBuffer data = buffer(64);
        data.putDouble(1.0 / 3).putFloat(-2.5f);
        for (int half : new int[] {0x3555, 0x3c01, 0x7bff, 0x0001, 0x8000, 0xfc00, 0x03ff, 0x7e00}) {
            data.putShort((short) half);
        }
        data.putShort((short) 0xbfc0)
                .putLong(-5_000_000_000L)
                .putInt(-7)
                .put((byte) 200)
                .put((byte) 1)
                .put((byte) 0);
        String header = "{\"f64\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]},"
                + "\"f32\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]},"
                + "\"f16\":{\"dtype\":\"F16\",\"shape\":[8],\"data_offsets\":[12,28]},"
                + "\"bf16\":{\"dtype\":\"BF16\",\"shape\":[1,1],\"data_offsets\":[28,30]},"
                + "\"i64\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[30,38]},"
                + "\"i32\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[38,42]},"
                + "\"u8\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[42,43]},"
                + "\"bool\":{\"dtype\":\"BOOL\",\"shape\":[2],\"data_offsets\":[43,45]},"
                + "\"none\":{\"dtype\":\"F32\",\"shape\":[0,4],\"data_offsets\":[45,45]},"
                + "\"__metadata__\":{\"format\":\"pt\"}}";
        try (SafetensorsFile file = SafetensorsFile.open(write(header, data))) {
            assertThat(file.floats("f64")).containsExactly(1f / 3);
            assertThat(file.read("f32")).isEqualTo(new HostTensor.Floats(Shape.of(), new float[] {-2.5f}));
            assertThat(file.floats("f16"))
                    .containsExactly(
                            0.33325195f,
                            1.0009766f,
                            65504f,
                            0x1p-24f,
                            -0.0f,
                            Float.NEGATIVE_INFINITY,
                            6.097555e-5f,
                            Float.NaN);
            assertThat(file.floats("bf16")).containsExactly(-1.5f);
            assertThat(file.read("i64")).isEqualTo(new HostTensor.Longs(Shape.of(1), new long[] {-5_000_000_000L}));
            assertThat(file.read("i32")).isEqualTo(new HostTensor.Ints(Shape.of(1), new int[] {-7}));
            assertThat(file.ints("u8")).containsExactly(200);
            assertThat(file.longs("bool")).containsExactly(1, 0);
            assertThat(file.floats("none")).isEmpty();
            assertThat(file.metadata()).containsOnly(Map.entry("format", "pt"));
            assertThat(file.contains("f64")).isTrue();
            assertThat(file.contains("__metadata__")).isFalse();
        }
    }

    @Test
    void readsTensorsLargerThanOnePiece() throws IOException {
        float[] values = new float[3 * ElementReader.PIECE_BYTES / Float.BYTES + 5];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Path path = folder.resolve("large.safetensors");
        new SafetensorsWriter()
                .add("x", new HostTensor.Floats(Shape.of(values.length), values))
                .write(path);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.floats("x")).isEqualTo(values);
        }
    }

    @Test
    void everyTruncationIsReported() throws IOException {
        Path path = folder.resolve("whole.safetensors");
        new SafetensorsWriter()
                .metadata("epoch", "1")
                .add("a", new HostTensor.Floats(Shape.of(2, 3), new float[6]))
                .add("b", new HostTensor.Longs(Shape.of(2), new long[2]))
                .write(path);
        byte[] whole = Files.readAllBytes(path);
        assertThat(whole).hasSizeGreaterThan(150);
        Path cut = folder.resolve("cut.safetensors");
        for (int length = 0; length < whole.length; length++) {
            Files.write(cut, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> SafetensorsFile.open(cut).close())
                    .as("cut to %d bytes", length)
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageStartingWith(cut.toAbsolutePath() + ": ")
                    .hasMessageContaining("expected")
                    .message()
                    .doesNotContain("\n");
        }
    }

    @Test
    void rejectsBytesAfterTheData() throws IOException {
        byte[] whole = Files.readAllBytes(golden("schedules"));
        Path longer = Files.write(folder.resolve("longer"), Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> SafetensorsFile.open(longer))
                .hasMessageContaining("expected 1540 bytes of data after the header, got 1541");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} x | not valid JSON",
                "{ | not valid JSON",
                "[] | does not start with '{'",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{}} | Duplicate field 'a'",
                "{\"a\":3} | tensor 'a': expected an object, got number",
                "{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}} | expected a dtype among [F64, F32, F16, BF16, I64, I32,"
                        + " I16, I8, U8, BOOL], got nothing",
                "{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[4],\"data_offsets\":[0,4]}} | got \"F8_E4M3\"",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":1,\"data_offsets\":[0,4]}} | expected shape as a list",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}} | got [-1]",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}} | got [1.0]",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296],\"data_offsets\":[0,4]}} | too large",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,3],\"data_offsets\":[0,4]}} | too large",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,18446744073709551616]}} | whole numbers",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}} | expected data_offsets [begin, end]",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}} | expected data_offsets [begin, end]",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | within the 4 bytes of data",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}} | F32 [2] needs 4 * 2 bytes",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]}} | expected its data at byte 0",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
                        + "\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[2,4]}} | 'b': expected its data at byte 1",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,3]},"
                        + "\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[2,4]}} | 'b': expected its data at byte 3",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,3]}} | expected 3 bytes of data",
                "{} | expected 0 bytes of data after the header, got 4",
                "{\"__metadata__\":{\"a\":1}} | expected a string at 'a', got number",
                "{\"__metadata__\":[]} | expected an object of strings, got array",
            })
    void rejectsABrokenHeader(String header, String problem) throws IOException {
        Path path = write(header, buffer(4).putInt(0));
        assertThatThrownBy(() -> SafetensorsFile.open(path))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageStartingWith(path.toAbsolutePath() + ": ")
                .hasMessageContaining(problem)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void aShapeOfMillionsOfAxesIsRejectedInFewWords() throws IOException {
        String ones = "1,".repeat(1_000_000) + "1";
        Path path = write(
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[" + ones + "],\"data_offsets\":[0,4]}}",
                buffer(4).putInt(0));
        assertThatThrownBy(() -> SafetensorsFile.open(path))
                .hasMessageContaining(
                        "tensor 'a': expected shape as a list of at most 64 whole numbers from 0, got [1,1")
                .message()
                .hasSizeLessThan(500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"NAME\":3}",
                "{\"NAME\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
                "{\"__metadata__\":{\"NAME\":1}}",
                "{\"NAME\":{},\"NAME\":{}}"
            })
    void longNamesAndLineBreaksInThemDoNotSpoilTheMessage(String header) throws IOException {
        Path path = write(
                header.replace("NAME", "two\\nlines\\u2028" + "x".repeat(10_000)),
                buffer(4).putInt(0));
        assertThatThrownBy(() -> SafetensorsFile.open(path))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("two?lines?xxx")
                .message()
                .doesNotContain("\n", "\u2028")
                .hasSizeLessThan(500);
    }

    @Test
    void rejectsAHeaderThatIsNotUtf8() throws IOException {
        Path path = folder.resolve("latin");
        Files.write(
                path,
                buffer(11)
                        .putLong(3)
                        .put((byte) '{')
                        .put((byte) 0xe9)
                        .put((byte) '}')
                        .array());
        assertThatThrownBy(() -> SafetensorsFile.open(path)).hasMessageContaining("not UTF-8");
    }

    @ParameterizedTest
    @CsvSource({"-1, 18446744073709551615", "100000001, 100000001", "9223372036854775807, 9223372036854775807"})
    void rejectsAHeaderLengthBeyondTheLimitOfTheFormat(long length, String shown) throws IOException {
        Path path = folder.resolve("length");
        Files.write(path, buffer(16).putLong(length).array());
        assertThatThrownBy(() -> SafetensorsFile.open(path))
                .hasMessageContaining("at most 100000000 bytes, got length " + shown);
    }

    @Test
    void namesTheMissingFileAndFolder() {
        Path missing = folder.resolve("a.safetensors");
        assertThatThrownBy(() -> SafetensorsFile.open(missing))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(missing.toAbsolutePath() + ": no such file");
        assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("no/a")))
                .hasMessageEndingWith("no such file; its folder is missing too");
        assertThatThrownBy(() -> SafetensorsFile.open(folder)).hasMessageContaining("expected a file, got a folder");
    }

    @Test
    void reportsWhatDoesNotFitTheRequest() throws IOException {
        Path path = folder.resolve("x");
        new SafetensorsWriter()
                .add("f", new HostTensor.Floats(Shape.of(1), new float[1]))
                .add("l", new HostTensor.Longs(Shape.of(2), new long[] {1, 1L << 31}))
                .write(path);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThatThrownBy(() -> file.floats("g")).hasMessageContaining("'g': no such tensor among the 2");
            assertThatThrownBy(() -> file.floats("l"))
                    .hasMessageContaining("'l': expected a floating-point type, got I64");
            assertThatThrownBy(() -> file.longs("f")).hasMessageContaining("'f': expected an integer type, got F32");
            assertThatThrownBy(() -> file.ints("l")).hasMessageContaining("got 2147483648 at element 1");
        }
    }

    @Test
    void rejectsABoolThatIsNeither0Nor1() throws IOException {
        Path path = write(
                "{\"a\":{\"dtype\":\"BOOL\",\"shape\":[2],\"data_offsets\":[0,2]}}",
                buffer(2).putShort((short) 0x0201));
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThatThrownBy(() -> file.ints("a"))
                    .hasMessageContaining("expected 0 or 1 in a BOOL tensor, got 2 at element 1");
        }
    }

    @Test
    void reportsAFileThatShrinksWhileItIsOpen() throws IOException {
        Path path = folder.resolve("x");
        new SafetensorsWriter()
                .add("f", new HostTensor.Floats(Shape.of(10), new float[10]))
                .write(path);
        byte[] whole = Files.readAllBytes(path);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            Files.write(path, Arrays.copyOf(whole, whole.length - 4));
            assertThatThrownBy(() -> file.floats("f")).hasMessageContaining("became shorter");
        }
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private Path write(String header, ByteBuffer data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        byte[] file = new byte[8 + json.length + data.position()];
        ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(json.length).put(json).put(data.flip());
        return Files.write(folder.resolve("file.safetensors"), file);
    }

    private Path golden(String name) throws IOException {
        Path path = folder.resolve(name + ".safetensors");
        try (InputStream stream = SafetensorsFileTest.class.getResourceAsStream("/golden/" + name + ".safetensors")) {
            Files.write(path, Objects.requireNonNull(stream).readAllBytes());
        }
        return path;
    }
}

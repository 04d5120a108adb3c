package io.splitmask.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SafetensorsWriterTest {
    private static final HostTensor FLOATS =
            new HostTensor.Floats(Shape.of(2, 3), new float[] {1, -0.0f, Float.NaN, Float.MIN_VALUE, 5, 1f / 3});
    private static final HostTensor INTS = new HostTensor.Ints(Shape.of(2), new int[] {Integer.MIN_VALUE, 7});
    private static final HostTensor LONGS = new HostTensor.Longs(Shape.of(), new long[] {Long.MIN_VALUE + 1});

    private final Path folder;

    SafetensorsWriterTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path path = folder.resolve("model.safetensors");
        HostTensor empty = new HostTensor.Floats(Shape.of(0, 3), new float[0]);
        new SafetensorsWriter()
                .add("b.ints", INTS)
                .add("a \"quoted\" \u00e9\ud83d\ude00", FLOATS)
                .add("c", LONGS)
                .add("empty", empty)
                .addFloats("later", Shape.of(1), () -> new float[] {8})
                .metadata("epoch", "12")
                .metadata("note", "two\nlines")
                .write(path);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.names())
                    .containsExactly("c", "a \"quoted\" \u00e9\ud83d\ude00", "empty", "later", "b.ints");
            assertThat(file.read("b.ints")).isEqualTo(INTS);
            assertThat(file.read("a \"quoted\" \u00e9\ud83d\ude00")).isEqualTo(FLOATS);
            assertThat(file.read("c")).isEqualTo(LONGS);
            assertThat(file.read("empty")).isEqualTo(empty);
            assertThat(file.floats("later")).containsExactly(8);
            assertThat(file.metadata()).isEqualTo(Map.of("epoch", "12", "note", "two\nlines"));
        }
    }

    @Test
    void anEmptyFileIsValid() throws IOException {
        Path path = folder.resolve("none");
        new SafetensorsWriter().write(path);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.names()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kmeans_euclidean", "schedules"})
    void bytesEqualThoseOfTheReferenceImplementation(String name) throws IOException {
        byte[] expected;
        try (InputStream stream = SafetensorsWriterTest.class.getResourceAsStream("/golden/" + name + ".safetensors")) {
            expected = Objects.requireNonNull(stream).readAllBytes();
        }
        Path path = Files.write(folder.resolve(name), expected);
        SafetensorsWriter writer = new SafetensorsWriter();
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            for (String tensor : file.names()) {
                writer.add(tensor, file.read(tensor));
            }
        }
        Path copy = folder.resolve("copy");
        writer.write(copy);
        assertThat(copy).hasBinaryContent(expected);
    }

    @Test
    void bytesDoNotDependOnTheOrderOfAdding() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        new SafetensorsWriter()
                .add("a", FLOATS)
                .add("b", LONGS)
                .metadata("x", "1")
                .metadata("y", "2")
                .write(first);
        new SafetensorsWriter()
                .metadata("y", "2")
                .metadata("x", "1")
                .add("b", LONGS)
                .add("a", FLOATS)
                .write(second);
        assertThat(first).hasSameBinaryContentAs(second);
        long headerLength = ByteBuffer.wrap(Files.readAllBytes(first))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        assertThat(headerLength % 8).isZero();
    }

    @Test
    void replacesAFileAndLeavesNoOther() throws IOException {
        Path path = Files.writeString(folder.resolve("model"), "old");
        new SafetensorsWriter().add("a", FLOATS).write(path);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(path);
        }
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.read("a")).isEqualTo(FLOATS);
        }
    }

    @Test
    void aFailureLeavesTheOldFileAndNoOther() throws IOException {
        Path path = Files.writeString(folder.resolve("model"), "old");
        SafetensorsWriter writer = new SafetensorsWriter().add("a", FLOATS).addFloats("b", Shape.of(1), () -> {
            throw new IllegalStateException("device lost");
        });
        assertThatThrownBy(() -> writer.write(path)).hasMessage("device lost");
        assertThat(path).hasContent("old");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    void namesTheFolderThatIsMissing() {
        assertThatThrownBy(() -> new SafetensorsWriter().write(folder.resolve("no/model")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(
                        folder.resolve("no/model").toAbsolutePath() + ": cannot be written: its folder does not exist");
    }

    @Test
    void aFolderIsNotReplacedAndNothingIsFetchedForIt() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("model"));
        SafetensorsWriter writer = new SafetensorsWriter().addFloats("b", Shape.of(1), () -> {
            throw new IllegalStateException("fetched");
        });
        assertThatThrownBy(() -> writer.write(taken))
                .isInstanceOf(IOException.class)
                .hasMessage(taken.toAbsolutePath() + ": cannot be written: expected a file, got a folder");
        assertThat(taken).isEmptyDirectory();
    }

    @Test
    void anErrorLeavesNoOtherFileEither() throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter().addFloats("b", Shape.of(1), () -> {
            throw new OutOfMemoryError("no memory");
        });
        assertThatThrownBy(() -> writer.write(folder.resolve("model"))).hasMessage("no memory");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void rejectsANameThatIsTakenOrReserved() {
        SafetensorsWriter writer = new SafetensorsWriter().add("a", FLOATS);
        assertThatThrownBy(() -> writer.add("a", INTS)).hasMessage("expected a new tensor name, got 'a'");
        assertThatThrownBy(() -> writer.add("__metadata__", INTS)).hasMessageContaining("__metadata__");
    }

    @Test
    void rejectsAnotherNumberOfValues() {
        assertThatThrownBy(() -> new HostTensor.Floats(Shape.of(2, 3), new float[5]))
                .hasMessage("expected 6 values for shape [2, 3], got 5");
        SafetensorsWriter writer = new SafetensorsWriter().addFloats("b", Shape.of(2), () -> new float[1]);
        assertThatThrownBy(() -> writer.write(folder.resolve("x"))).hasMessageContaining("expected 2 values");
    }

    @Test
    void aChecksumIsComparedAndNotShown() throws IOException {
        Path path = folder.resolve("summed.safetensors");
        new SafetensorsWriter()
                .checksum()
                .metadata("epoch", "12")
                .add("ints", INTS)
                .write(path);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.hasChecksum()).isTrue();
            assertThat(file.metadata()).isEqualTo(Map.of("epoch", "12"));
            file.verify();
        }
        byte[] bytes = Files.readAllBytes(path);
        bytes[bytes.length - 1] ^= 1;
        Files.write(path, bytes);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThatThrownBy(file::verify).hasMessageContaining("expected checksum ");
        }
        assertThatThrownBy(() -> new SafetensorsWriter().metadata("crc32c", "1"))
                .hasMessageContaining("crc32c");
    }

    @Test
    void aKeyThatEndsAsThatOfTheChecksumIsLeftAlone() throws IOException {
        Path path = folder.resolve("quoted.safetensors");
        new SafetensorsWriter()
                .checksum()
                .metadata("a\"crc32c", "not the sum")
                .add("ints", INTS)
                .write(path);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.metadata()).isEqualTo(Map.of("a\"crc32c", "not the sum"));
            file.verify();
        }
    }

    @Test
    void aFileWithoutChecksumSaysSo() throws IOException {
        Path path = folder.resolve("plain.safetensors");
        new SafetensorsWriter().add("ints", INTS).write(path);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.hasChecksum()).isFalse();
            assertThatThrownBy(file::verify)
                    .hasMessageContaining("expected a checksum 'crc32c' in the metadata, got none");
        }
    }
}

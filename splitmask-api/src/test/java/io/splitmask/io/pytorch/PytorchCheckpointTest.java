package io.splitmask.io.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.io.HostTensor;
import io.splitmask.io.SafetensorsWriter;
import io.splitmask.io.StoredType;
import io.splitmask.io.WeightsException;
import io.splitmask.io.WeightsFile;
import io.splitmask.io.WeightsFiles;
import io.splitmask.io.internal.ElementReader;
import io.splitmask.tensor.Shape;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PytorchCheckpointTest {
    private final Path folder;

    PytorchCheckpointTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void readsEveryElementType() throws IOException {
        try (WeightsFile file = WeightsFiles.open(resource("types.pth"))) {
            assertThat(file.floats("f64")).containsExactly(1f / 3, -2.5f, Float.POSITIVE_INFINITY);
            assertThat(file.floats("f16")).containsExactly(0.099975586f, 65504f, 0x1p-24f);
            assertThat(file.floats("bf16")).containsExactly(0.100097656f, -3.0040553e38f, 9.18355e-41f);
            assertThat(file.read("i64")).isEqualTo(new HostTensor.Longs(Shape.of(2), new long[] {-5_000_000_000L, 7}));
            assertThat(file.read("i32")).isEqualTo(new HostTensor.Ints(Shape.of(2), new int[] {-7, Integer.MAX_VALUE}));
            assertThat(file.ints("i16")).containsExactly(-300, 300);
            assertThat(file.ints("i8")).containsExactly(-128, 127);
            assertThat(file.longs("u8")).containsExactly(0, 200);
            assertThat(file.ints("bool")).containsExactly(1, 0, 1);
            assertThat(file.read("scalar")).isEqualTo(new HostTensor.Floats(Shape.of(), new float[] {2.5f}));
            assertThat(file.read("empty")).isEqualTo(new HostTensor.Floats(Shape.of(0, 4), new float[0]));
            assertThat(file.type("bf16")).isEqualTo(StoredType.BF16);
            assertThat(file.shape("empty")).isEqualTo(Shape.of(0, 4));
        }
    }

    @Test
    void followsStrides() throws IOException {
        try (WeightsFile file = WeightsFiles.open(resource("types.pth"))) {
            float[] table = file.floats("f32");
            float[] transposed = file.floats("transposed");
            assertThat(file.shape("transposed")).isEqualTo(Shape.of(6, 4));
            float[] permuted = file.floats("permuted");
            assertThat(file.shape("permuted")).isEqualTo(Shape.of(4, 2, 3));
            for (int i = 0; i < 24; i++) {
                assertThat(table[i]).isEqualTo(i);
                assertThat(transposed[i]).isEqualTo(i % 4 * 6 + i / 4);
                assertThat(permuted[i]).isEqualTo(i % 6 * 4 + i / 6);
            }
            assertThat(file.floats("column")).containsExactly(2, 8, 14, 20);
            assertThat(file.floats("block")).containsExactly(7, 9, 13, 15);
            assertThat(file.floats("expanded")).containsExactly(1, 1, 1, 2, 2, 2);
            assertThat(file.floats("windows")).containsExactly(0, 1, 2, 1, 2, 3, 2, 3, 4, 3, 4, 5);
        }
    }

    @Test
    void readsParametersAndTensorsWithAttributes() throws IOException {
        try (WeightsFile file = WeightsFiles.open(resource("types.pth"))) {
            assertThat(file.floats("parameter")).containsExactly(1.5f);
            assertThat(file.floats("parameter_with_attribute")).containsExactly(2.5f);
            assertThat(file.floats("subclass")).containsExactly(3.5f);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "complex, torch.ComplexFloatStorage",
        "float8, torch.float8_e4m3fn",
        "sparse, torch._utils._rebuild_sparse_tensor"
    })
    void namesWhatIsNotReadWhenItIsAskedFor(String name, String type) throws IOException {
        try (WeightsFile file = WeightsFiles.open(resource("types.pth"))) {
            assertThat(file.names()).hasSize(21).doesNotContain(name);
            assertThat(file.contains(name)).isFalse();
            assertThatThrownBy(() -> file.floats(name))
                    .isInstanceOf(PytorchException.class)
                    .hasMessage(resource("types.pth") + ": tensor '" + name
                            + "': expected a tensor at the top, got an object of class " + type);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"run.pth", "protocol5.pth"})
    void readsTheCheckpointOfATrainingProgram(String name) throws IOException {
        try (PytorchCheckpoint checkpoint = PytorchCheckpoint.open(resource(name))) {
            WeightsFile teacher = checkpoint.weights();
            assertThat(teacher.names())
                    .containsExactly(
                            "0.weight",
                            "0.bias",
                            "1.weight",
                            "1.bias",
                            "1.running_mean",
                            "1.running_var",
                            "1.num_batches_tracked");
            assertThat(teacher.floats("0.weight")).containsExactly(10, 11, 12, 13, 14, 15);
            assertThat(teacher.floats("0.bias")).containsExactly(-1, 1);
            assertThat(checkpoint.weights("student").longs("1.num_batches_tracked"))
                    .containsExactly(1);
            assertThat(checkpoint.weights("optimizer/state/1").names())
                    .containsExactly("step", "exp_avg", "exp_avg_sq");
            assertThat(checkpoint.weights("/").names()).hasSize(27).contains("loss.center", "optimizer.state.0.step");
            assertThat(checkpoint.facts())
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "epoch", "3",
                            "arch", "vit_tiny",
                            "large", "1208925819614629174706176",
                            "rate", "0.25",
                            "done", "true"));
            assertThat(teacher.metadata()).isEqualTo(checkpoint.facts());
            assertThat(checkpoint.groups())
                    .startsWith(
                            new TensorGroup("/", 27),
                            new TensorGroup("student", 7),
                            new TensorGroup("teacher", 7),
                            new TensorGroup("optimizer", 12),
                            new TensorGroup("loss", 1))
                    .contains(new TensorGroup("optimizer/state/3", 3))
                    .hasSize(10);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "args | at 'args': expected a dict of tensors, got an object of class argparse.Namespace, which is not"
                        + " built because that would run code of the file; in Python, save its state_dict() instead",
                "args/lr | at 'args': expected a dict of tensors, got an object of class argparse.Namespace, which is not"
                        + " built because that would run code of the file; in Python, save its state_dict() instead",
                "best | at 'best': expected a dict of tensors, got an object of class numpy._core.multiarray.scalar, which"
                        + " is not built because that would run code of the file; in Python, save its state_dict() instead",
                "epoch | at 'epoch': expected a dict of tensors, got the number 3",
                "arch | at 'arch': expected a dict of tensors, got the string 'vit_tiny'",
                "nothing | at 'nothing': expected a dict of tensors, got None",
                "loss/center | at 'loss/center': expected a dict of tensors, got a tensor F32 [1, 3]",
                "loss/centre | no 'centre' at 'loss'; name one of: '/' (27 tensors), 'student' (7 tensors), 'teacher' (7"
                        + " tensors), 'optimizer' (12 tensors), 'loss' (1 tensor), 'optimizer/state' (12 tensors),"
                        + " 'optimizer/state/0' (3 tensors), 'optimizer/state/1' (3 tensors), ...",
                "optimizer/param_groups | at 'optimizer/param_groups': expected a dict of tensors, got one without; name one"
                        + " of: '/' (27 tensors), 'student' (7 tensors), 'teacher' (7 tensors), 'optimizer' (12 tensors),"
                        + " 'loss' (1 tensor), 'optimizer/state' (12 tensors), 'optimizer/state/0' (3 tensors),"
                        + " 'optimizer/state/1' (3 tensors), ...",
            })
    void saysWhatStandsAtAPlaceWithoutWeights(String key, String problem) throws IOException {
        Path path = resource("run.pth");
        try (PytorchCheckpoint checkpoint = PytorchCheckpoint.open(path)) {
            assertThatThrownBy(() -> checkpoint.weights(key))
                    .isInstanceOf(PytorchException.class)
                    .hasMessage(path + ": " + problem);
        }
        assertThatThrownBy(() -> WeightsFiles.open(path, key)).hasMessage(path + ": " + problem);
    }

    @Test
    void refusesAWholeNetwork() throws IOException {
        try (PytorchCheckpoint checkpoint = PytorchCheckpoint.open(resource("whole.pth"))) {
            assertThat(checkpoint.groups()).isEmpty();
            assertThatThrownBy(checkpoint::weights)
                    .hasMessage(
                            resource("whole.pth") + ": at the top: expected a dict of tensors, got an object of class"
                                    + " torch.nn.modules.container.Sequential, which is not built because that would run code of"
                                    + " the file; in Python, save its state_dict() instead");
        }
    }

    @Test
    void refusesTheFormatBefore() {
        assertThatThrownBy(() -> WeightsFiles.open(resource("legacy.pth")))
                .isInstanceOf(PytorchException.class)
                .hasMessage(
                        resource("legacy.pth") + ": expected a zip archive, got PyTorch's format before version 1.6;"
                                + " load it in Python and write it again with torch.save(weights, file), or convert it to"
                                + " safetensors");
    }

    @Test
    void opensByContentWhateverTheName() throws IOException {
        Path safetensors = folder.resolve("weights.pth");
        new SafetensorsWriter()
                .add("x", new HostTensor.Floats(Shape.of(1), new float[] {4}))
                .write(safetensors);
        Path pytorch = write(
                ZipBuilder.checkpoint(PickleBuilder.dict().text("x").tensor().endDict())
                        .bytes());
        try (WeightsFile first = WeightsFiles.open(safetensors);
                WeightsFile second = WeightsFiles.open(pytorch)) {
            assertThat(first.read("x")).isEqualTo(new HostTensor.Floats(Shape.of(1), new float[] {4}));
            assertThat(first.type("x")).isEqualTo(StoredType.F32);
            assertThat(first.shape("x")).isEqualTo(Shape.of(1));
            assertThat(second.read("x"))
                    .isEqualTo(new HostTensor.Floats(Shape.of(2, 3), new float[] {0, 1, 2, 3, 4, 5}));
        }
        assertThatThrownBy(() -> WeightsFiles.open(safetensors, "model"))
                .isInstanceOf(WeightsException.class)
                .hasMessageEndingWith(
                        "a safetensors file has no dicts to choose from, got 'model'; leave the choice out");
        Path missing = folder.resolve("no/file.pth");
        assertThatThrownBy(() -> WeightsFiles.open(missing))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(missing + ": no such file; its folder is missing too");
    }

    @Test
    void readsStoragesOfTheOtherByteOrder() throws IOException {
        byte[] pickle = PickleBuilder.dict().text("x").tensor().endDict();
        byte[] archive = new ZipBuilder()
                .add("x/data.pkl", pickle)
                .add("x/byteorder", "big".getBytes(StandardCharsets.US_ASCII))
                .add("x/data/0", ZipBuilder.floats(ByteOrder.BIG_ENDIAN, 0, 1, 2, 3, 4, 5))
                .bytes();
        try (WeightsFile file = WeightsFiles.open(write(archive))) {
            assertThat(file.floats("x")).containsExactly(0, 1, 2, 3, 4, 5);
        }
        byte[] turned = PickleBuilder.dict()
                .text("x")
                .tensor(0, new long[] {3, 2}, 1, 3)
                .endDict();
        byte[] turnedArchive = new ZipBuilder()
                .add("x/data.pkl", turned)
                .add("x/byteorder", "big".getBytes(StandardCharsets.US_ASCII))
                .add("x/data/0", ZipBuilder.floats(ByteOrder.BIG_ENDIAN, 0, 1, 2, 3, 4, 5))
                .bytes();
        try (WeightsFile file = WeightsFiles.open(write(turnedArchive))) {
            assertThat(file.floats("x")).containsExactly(0, 3, 1, 4, 2, 5);
        }
    }

    @Test
    void takesLittleEndianWhereTheFileDoesNotSay() throws IOException {
        byte[] archive = new ZipBuilder()
                .add("x/data.pkl", PickleBuilder.dict().text("x").tensor().endDict())
                .add("x/data/0", ZipBuilder.floats(ByteOrder.LITTLE_ENDIAN, 0, 1, 2, 3, 4, 5))
                .bytes();
        try (WeightsFile file = WeightsFiles.open(write(archive))) {
            assertThat(file.floats("x")).containsExactly(0, 1, 2, 3, 4, 5);
        }
    }

    @Test
    void readsTensorsLargerThanOnePiece() throws IOException {
        int rows = 3;
        int columns = ElementReader.PIECE_BYTES / Float.BYTES - 7;
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        byte[] pickle = PickleBuilder.dict()
                .text("plain")
                .tensor("FloatStorage", values.length, 0, new long[] {rows, columns}, columns, 1)
                .text("turned")
                .tensor("FloatStorage", values.length, 0, new long[] {columns, rows}, 1, columns)
                .endDict();
        byte[] archive = new ZipBuilder()
                .add("x/data.pkl", pickle)
                .add("x/data/0", ZipBuilder.floats(ByteOrder.LITTLE_ENDIAN, values))
                .bytes();
        try (WeightsFile file = WeightsFiles.open(write(archive))) {
            assertThat(file.floats("plain")).isEqualTo(values);
            float[] turned = file.floats("turned");
            for (int i = 0; i < turned.length; i++) {
                assertThat(turned[i]).isEqualTo(i % rows * columns + i / rows);
            }
        }
    }

    @Test
    void readsZip64ArchivesWithDescriptorsAndAComment() throws IOException {
        byte[] archive = ZipBuilder.checkpoint(
                        PickleBuilder.dict().text("x").tensor().endDict())
                .zip64()
                .comment("written elsewhere")
                .bytes();
        try (WeightsFile file = WeightsFiles.open(write(archive))) {
            assertThat(file.floats("x")).containsExactly(0, 1, 2, 3, 4, 5);
        }
    }

    @Test
    void ignoresOtherRecordsWhateverTheirNameAndMethod() throws IOException {
        byte[] archive = ZipBuilder.checkpoint(
                        PickleBuilder.dict().text("x").tensor().endDict())
                .add("../../etc/passwd", new byte[3])
                .add("/data.pkl/", new byte[0])
                .add("code/deeper/data.pkl", new byte[5])
                .add("x/code.py".getBytes(StandardCharsets.UTF_8), new byte[7], 8, 0x801)
                .bytes();
        try (WeightsFile file = WeightsFiles.open(write(archive))) {
            assertThat(file.floats("x")).containsExactly(0, 1, 2, 3, 4, 5);
        }
    }

    @Test
    void readsStringsOfPython2AndNumbersOfAllSizes() throws IOException {
        byte[] pickle = PickleBuilder.dict()
                .code("U\1aJ")
                .int32(-2)
                .code("T")
                .int32(1)
                .code("bM")
                .raw(0xff, 0xff)
                .text("c")
                .raw(0x8a, 0)
                .text("d")
                .raw(0x8a, 1, 0x80)
                .text("e")
                .raw(0x8b)
                .int32(9)
                .raw(0, 0, 0, 0, 0, 0, 0, 0x80, 0)
                .text("f")
                .code("G")
                .raw(0xbf, 0xf8, 0, 0, 0, 0, 0, 0)
                .text("x")
                .tensor()
                .endDict();
        try (WeightsFile file =
                WeightsFiles.open(write(ZipBuilder.checkpoint(pickle).bytes()))) {
            assertThat(file.metadata())
                    .containsExactly(
                            Map.entry("a", "-2"),
                            Map.entry("b", "65535"),
                            Map.entry("c", "0"),
                            Map.entry("d", "-128"),
                            Map.entry("e", "9223372036854775808"),
                            Map.entry("f", "-1.5"));
        }
    }

    @Test
    void closingTheWeightsClosesTheFile() throws IOException {
        Path path = write(
                ZipBuilder.checkpoint(PickleBuilder.dict().text("x").tensor().endDict())
                        .bytes());
        WeightsFile file = WeightsFiles.open(path);
        file.close();
        assertThatThrownBy(() -> file.floats("x")).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void reportsAFileThatShrinksWhileItIsOpen() throws IOException {
        Path path = write(
                ZipBuilder.checkpoint(PickleBuilder.dict().text("x").tensor().endDict())
                        .bytes());
        try (WeightsFile file = WeightsFiles.open(path)) {
            Files.write(path, new byte[3]);
            assertThatThrownBy(() -> file.floats("x")).hasMessageContaining("became shorter");
        }
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("file.safetensors"), bytes).toAbsolutePath();
    }

    private static Path resource(String name) {
        URL url = Objects.requireNonNull(PytorchCheckpointTest.class.getResource("/pytorch/" + name), name);
        try {
            return Path.of(url.toURI()).toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}

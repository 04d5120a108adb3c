package io.splitmask.tokenizers.dalle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.io.HostTensor;
import io.splitmask.io.SafetensorsFile;
import io.splitmask.io.SafetensorsWriter;
import io.splitmask.io.WeightsException;
import io.splitmask.spi.BackendConfig;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tck.golden.GoldenCase;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.TensorScope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DalleWeightsTest {
    private static final DalleConfig SMALL = new DalleConfig(4, 5);

    private final CheckedBackend backend = new CheckedBackend(new ReferenceBackendProvider().open(BackendConfig.cpu()));
    private final TensorScope scope = TensorScope.open();
    private final Path file;

    DalleWeightsTest(@TempDir Path folder) {
        this.file = folder.resolve("encoder.safetensors");
    }

    @AfterEach
    void closeAll() {
        scope.close();
        backend.close();
    }

    @Test
    void thePublishedEncoderHas74TensorsAnd53786240Parameters() {
        Map<String, Shape> shapes = DalleConfig.PUBLISHED.shapes();
        assertThat(shapes).hasSize(74);
        assertThat(shapes.values().stream().mapToLong(Shape::size).sum()).isEqualTo(53_786_240);
        assertThat(shapes)
                .containsEntry("blocks.input.w", Shape.of(256, 3, 7, 7))
                .containsEntry("blocks.group_2.block_1.id_path.w", Shape.of(512, 256, 1, 1))
                .containsEntry("blocks.group_3.block_2.res_path.conv_1.w", Shape.of(256, 1024, 3, 3))
                .containsEntry("blocks.group_4.block_1.res_path.conv_4.b", Shape.of(2048))
                .containsEntry("blocks.output.conv.w", Shape.of(8192, 2048, 1, 1));
    }

    @Test
    void theEncoderHasTheTensorsOfItsConfiguration() {
        DalleEncoder encoder = new DalleEncoder(backend, SMALL);
        Map<String, Shape> shapes = new TreeMap<>();
        encoder.parameters().forEach((name, parameter) -> shapes.put(name, parameter.shape()));
        assertThat(shapes).isEqualTo(new TreeMap<>(SMALL.shapes()));
    }

    @Test
    void widthsFollowFromTheFileAndEveryTensorIsRead() throws IOException {
        write(SMALL.shapes());
        DalleEncoder encoder = DalleWeights.load(backend, file);
        assertThat(encoder.config()).isEqualTo(SMALL);
        encoder.parameters()
                .forEach((name, parameter) ->
                        assertThat(parameter.toFloats()).as(name).isEqualTo(values(name, parameter.shape())));
    }

    @Test
    void aPytorchCheckpointGivesTheSameWeights(@TempDir Path folder) throws IOException {
        Path checkpoint = stored(folder, "dalle_encoder.pth");
        DalleEncoder encoder = DalleWeights.load(backend, checkpoint);
        try (SafetensorsFile expected = SafetensorsFile.open(stored(folder, "dalle_encoder.safetensors"))) {
            for (var parameter : encoder.parameters().entrySet()) {
                assertThat(parameter.getValue().toFloats())
                        .as(parameter.getKey())
                        .isEqualTo(expected.floats("w/" + parameter.getKey()));
            }
        }
    }

    /** Copies a file of the stored case out of the jar. */
    private static Path stored(Path folder, String name) throws IOException {
        Path copy = folder.resolve(name);
        try (InputStream stream = Objects.requireNonNull(GoldenCase.class.getResourceAsStream("/golden/" + name))) {
            Files.copy(stream, copy);
        }
        return copy;
    }

    @Test
    void tensorsOutsideTheEncoderAreLeftAlone() throws IOException {
        Map<String, Shape> shapes = SMALL.shapes();
        shapes.put("decoder.blocks.input.w", Shape.of(3, 2));
        write(shapes);
        assertThat(DalleWeights.load(backend, file).config()).isEqualTo(SMALL);
    }

    @Test
    void missingUnknownAndMisshapenTensorsAreNamed() throws IOException {
        Map<String, Shape> shapes = SMALL.shapes();
        shapes.remove("blocks.group_3.block_1.id_path.b");
        shapes.put("blocks.group_4.block_2.res_path.conv_2.w", Shape.of(8, 8, 5, 5));
        shapes.put("blocks.group_1.block_3.res_path.conv_1.w", Shape.of(1, 4, 3, 3));
        write(shapes);
        assertThatThrownBy(() -> DalleWeights.load(backend, file))
                .isInstanceOf(WeightsException.class)
                .hasMessageContainingAll(
                        file.toAbsolutePath().toString(),
                        "'blocks.group_3.block_1.id_path.b' [16] is missing",
                        "'blocks.group_4.block_2.res_path.conv_2.w': expected [8, 8, 3, 3], got [8, 8, 5, 5]",
                        "'blocks.group_1.block_3.res_path.conv_1.w' [1, 4, 3, 3] is unknown");
    }

    @Test
    void aFileThatClaimsAWideEncoderAllocatesNothingForIt() throws IOException {
        write(Map.of("blocks.input.w", Shape.of(65536, 1, 1, 1), "blocks.output.conv.w", Shape.of(1, 1, 1, 1)));
        assertThatThrownBy(() -> DalleWeights.load(backend, file))
                .isInstanceOf(WeightsException.class)
                .hasMessageContainingAll("'blocks.input.w': expected [65536, 3, 7, 7], got [65536, 1, 1, 1]", "more");
        assertThat(scope.size()).isZero();
    }

    @Test
    void widthsThatCannotBeAreAnErrorOfTheFile() throws IOException {
        write(Map.of("blocks.input.w", Shape.of(6, 3, 7, 7), "blocks.output.conv.w", Shape.of(1, 1, 1, 1)));
        assertThatThrownBy(() -> DalleWeights.load(backend, file))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("expected hidden as a multiple of 4, got 6");
        write(Map.of("blocks.input.w", Shape.of(6), "blocks.output.conv.w", Shape.of(1)));
        assertThatThrownBy(() -> DalleWeights.load(backend, file))
                .hasMessageContaining(
                        "expected filters [O, C, Kh, Kw] in the first and the last layer, got [6] and [1]");
    }

    private void write(Map<String, Shape> shapes) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter();
        shapes.forEach((name, shape) -> writer.add(name, new HostTensor.Floats(shape, values(name, shape))));
        writer.write(file);
    }

    private static float[] values(String name, Shape shape) {
        float[] values = new float[shape.intSize()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (name.hashCode() % 1000 + i) / 1000f;
        }
        return values;
    }
}

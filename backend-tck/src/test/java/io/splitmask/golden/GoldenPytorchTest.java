package io.splitmask.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.io.StoredType;
import io.splitmask.io.WeightsFile;
import io.splitmask.io.WeightsFiles;
import io.splitmask.io.pytorch.PytorchCheckpoint;
import io.splitmask.io.pytorch.TensorGroup;
import io.splitmask.tck.golden.GoldenCase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PyTorch's own files of one network against the same weights as safetensors. */
final class GoldenPytorchTest {
    private final Path folder;

    GoldenPytorchTest(@TempDir Path folder) {
        this.folder = folder;
        GoldenCase.named("interop_timm_vit").copyFiles(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "plain.pth, /, ''",
        "nested_model.pth, model, ''",
        "nested_teacher.pth, teacher, module.backbone.",
        "shared_storage.pth, /, ''",
        "namespace.pth, model, ''"
    })
    void weightsAreTheStoredOnesWhereverTheyStand(String name, String key, String prefix) throws IOException {
        Path path = folder.resolve(name);
        try (WeightsFile expected = expected();
                WeightsFile chosen = WeightsFiles.open(path);
                WeightsFile named = WeightsFiles.open(path, key)) {
            assertThat(chosen.names()).isEqualTo(prefixed(prefix, expected.names()));
            assertThat(named.names()).isEqualTo(chosen.names());
            for (String tensor : expected.names()) {
                assertThat(chosen.type(prefix + tensor)).isEqualTo(StoredType.F32);
                assertThat(chosen.read(prefix + tensor)).as(tensor).isEqualTo(expected.read(tensor));
            }
        }
    }

    @Test
    void halfPrecisionIsTheNearestOfItsKind() throws IOException {
        try (WeightsFile expected = expected();
                WeightsFile half = WeightsFiles.open(folder.resolve("half.pth"))) {
            assertThat(half.names()).isEqualTo(expected.names());
            assertThat(half.names().stream().map(name -> type(half, name)).collect(Collectors.toSet()))
                    .containsExactlyInAnyOrder(StoredType.BF16, StoredType.F16);
            for (String name : expected.names()) {
                assertThat(half.shape(name)).isEqualTo(expected.shape(name));
                assertNearest(half.type(name), half.floats(name), expected.floats(name));
            }
        }
    }

    @Test
    void whatStandsBesideTheWeightsIsToldAndNotBuilt() throws IOException {
        try (PytorchCheckpoint checkpoint = PytorchCheckpoint.open(folder.resolve("namespace.pth"))) {
            assertThat(checkpoint.groups()).extracting(TensorGroup::key).containsExactly("/", "model");
            assertThatThrownBy(() -> checkpoint.weights("args")).hasMessageContaining("argparse.Namespace");
        }
        try (PytorchCheckpoint checkpoint = PytorchCheckpoint.open(folder.resolve("nested_model.pth"))) {
            assertThat(checkpoint.facts()).containsKey("epoch");
        }
    }

    /** Values are off by half a unit of the last place at most: 8 bits of precision, or 11 down to 2^-24. */
    private static void assertNearest(StoredType type, float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double relative = type == StoredType.BF16 ? 0x1p-8 : 0x1p-11;
        double absolute = type == StoredType.BF16 ? 0 : 0x1p-25;
        for (int i = 0; i < expected.length; i++) {
            double allowed = Math.max(absolute, relative * Math.abs(expected[i]));
            assertThat(Math.abs((double) actual[i] - expected[i]))
                    .as("element %d", i)
                    .isLessThanOrEqualTo(allowed);
        }
    }

    private static StoredType type(WeightsFile file, String name) {
        try {
            return file.type(name);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> prefixed(String prefix, Set<String> names) {
        return names.stream().map(name -> prefix + name).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private WeightsFile expected() throws IOException {
        return WeightsFiles.open(folder.resolve("model.safetensors"));
    }
}

package io.splitmask.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.io.SafetensorsWriter;
import io.splitmask.io.WeightsException;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointStoreTest {
    private final Path folder;
    private final CheckpointStore store;

    CheckpointStoreTest(@TempDir Path folder) {
        this.folder = folder;
        this.store = new CheckpointStore(folder, 2);
    }

    private Path write(long step, float... values) throws IOException {
        try (Backend backend = TinyRun.reference();
                TensorScope scope = TensorScope.open()) {
            return store.write(
                    new Checkpoint.Facts(step, -5, step, step, "{}"),
                    Map.of("model.w", Tensor.of(backend, values, values.length)));
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void keepsTheLastTwo() throws IOException {
        for (long step : new long[] {1, 12, 200}) {
            assertThat(write(step, 1f)).exists();
        }
        assertThat(names()).containsExactly("step-00000012.safetensors", "step-00000200.safetensors");
        assertThat(store.newestFile()).contains(folder.resolve("step-00000200.safetensors"));
    }

    @Test
    void ordersByStepsBeyondEightDigits() throws IOException {
        assertThat(write(99_999_999, 1f)).hasFileName("step-99999999.safetensors");
        assertThat(write(100_000_000, 1f)).hasFileName("step-100000000.safetensors");
        assertThat(store.latest().orElseThrow().facts().step()).isEqualTo(100_000_000);
    }

    @Test
    void removesFilesOfLaterStepsAndWhatAKilledProcessLeft() throws IOException {
        assertThat(write(3, 1f)).exists();
        Path later = Files.writeString(folder.resolve("step-00000009.safetensors"), "broken");
        Path temporary = Files.writeString(folder.resolve(".step-00000006.safetensors.1234.tmp"), "half");
        Path other = Files.writeString(folder.resolve("notes.txt"), "mine");
        assertThat(write(5, 1f)).exists();
        assertThat(later).doesNotExist();
        assertThat(temporary).doesNotExist();
        assertThat(other).exists();
        assertThat(store.files()).hasSize(2);
    }

    @Test
    void givesBackWhatWasWritten() throws IOException {
        assertThat(write(7, 1.5f, Float.MIN_VALUE, -0f)).exists();
        Checkpoint checkpoint = store.latest().orElseThrow();
        assertThat(checkpoint.facts()).isEqualTo(new Checkpoint.Facts(7, -5, 7, 7, "{}"));
        try (Backend backend = TinyRun.reference();
                TensorScope scope = TensorScope.open()) {
            Tensor target = Tensor.of(backend, new float[] {9, 9, 9}, 3);
            checkpoint.restore(Map.of("model.w", target));
            assertThat(target.toFloats()).containsExactly(1.5f, Float.MIN_VALUE, -0f);
        }
    }

    @Test
    void changesNothingIfAShapeDiffers() throws IOException {
        assertThat(write(7, 1f, 2f)).exists();
        Checkpoint checkpoint = store.latest().orElseThrow();
        try (Backend backend = TinyRun.reference();
                TensorScope scope = TensorScope.open()) {
            Tensor wrong = Tensor.of(backend, new float[] {9, 9, 9}, 3);
            Tensor extra = Tensor.of(backend, new float[] {9}, 1);
            assertThatThrownBy(() -> checkpoint.restore(Map.of("model.w", wrong, "model.b", extra)))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContainingAll("missing: model.b", "misshapen: model.w expected [3], got [2]")
                    .hasMessageNotContaining("unexpected");
            assertThat(wrong.toFloats()).containsOnly(9f);
        }
    }

    @Test
    void warnsOfABrokenNewestFileAndTakesTheOneBefore() throws IOException {
        assertThat(write(3, 1f)).exists();
        Path broken = write(6, 1f);
        Files.write(broken, new byte[] {1, 2, 3});
        String warning = warningsOf(
                () -> assertThat(store.latest().orElseThrow().facts().step()).isEqualTo(3));
        assertThat(warning).contains("WARN", broken.toAbsolutePath().toString(), "got 3", "step-00000003.safetensors");
        assertThat(warning.lines()).hasSize(1);
    }

    @Test
    void noticesEveryFlippedBitAndEveryCut() throws IOException {
        assertThat(write(3, 1f)).exists();
        Path newest = write(6, 1f, 2f);
        byte[] whole = Files.readAllBytes(newest);
        String warnings = warningsOf(() -> {
            for (int i = 0; i < whole.length; i++) {
                byte[] flipped = whole.clone();
                flipped[i] ^= (byte) (1 << i % 8);
                Files.write(newest, flipped);
                assertThat(store.latest().orElseThrow().facts().step())
                        .as("a flipped bit of byte %d", i)
                        .isEqualTo(3);
                Files.write(newest, Arrays.copyOf(whole, i));
                assertThat(store.latest().orElseThrow().facts().step())
                        .as("the first %d bytes", i)
                        .isEqualTo(3);
            }
        });
        assertThat(warnings.lines()).hasSize(2 * whole.length);
        assertThat(warnings)
                .containsPattern("step-00000006.safetensors: expected checksum [0-9a-f]{8}, got [0-9a-f]{8}; the file");
        Files.write(newest, whole);
        assertThat(store.latest().orElseThrow().facts().step()).isEqualTo(6);
    }

    @Test
    void failsIfNoFileCanBeRead() throws IOException {
        Path broken = write(6, 1f);
        Files.write(broken, new byte[0]);
        assertThatThrownBy(store::latest)
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(
                        "no checkpoint can be read", broken.toAbsolutePath().toString());
    }

    @Test
    void doesNotTakeOtherSafetensorsFilesForCheckpoints() throws IOException {
        new SafetensorsWriter().checksum().write(folder.resolve("step-00000001.safetensors"));
        assertThatThrownBy(store::latest).hasMessageContaining("expected format 'splitmask-checkpoint'");
    }

    @Test
    void doesNotGoBackBehindAFileOfANewerVersion() throws IOException {
        assertThat(write(1, 1f)).exists();
        new SafetensorsWriter()
                .checksum()
                .metadata("format", "splitmask-checkpoint")
                .metadata("format_version", "2")
                .write(folder.resolve("step-00000002.safetensors"));
        assertThatThrownBy(store::latest).hasMessageContainingAll("step-00000002", "version 1, got 2", "newer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"step", "optimizer_steps", "data_position"})
    void countsBelowZeroAreRefused(String key) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter()
                .checksum()
                .metadata("format", "splitmask-checkpoint")
                .metadata("format_version", "1");
        for (String count : List.of("step", "seed", "optimizer_steps", "data_position")) {
            writer.metadata(count, count.equals(key) ? "-1" : "0");
        }
        writer.write(folder.resolve("step-00000001.safetensors"));
        assertThatThrownBy(store::latest).hasMessageContaining("expected '" + key + "' from 0 in the metadata, got -1");
    }

    /** With none to keep, the one just written would go too. */
    @Test
    void keepsOneAtLeast() {
        assertThatThrownBy(() -> new CheckpointStore(folder, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("CheckpointStore: expected keepLast >= 1, got 0");
    }

    @Test
    void isEmptyWithoutAFolder() throws IOException {
        CheckpointStore none = new CheckpointStore(folder.resolve("none"), 1);
        assertThat(none.latest()).isEmpty();
        none.requireEmpty();
    }

    private interface Action {
        void run() throws IOException;
    }

    private static String warningsOf(Action action) throws IOException {
        PrintStream before = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(before);
        }
        return captured.toString(StandardCharsets.UTF_8);
    }
}

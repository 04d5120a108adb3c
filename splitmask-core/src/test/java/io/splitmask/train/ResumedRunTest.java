package io.splitmask.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.splitmask.io.SafetensorsFile;
import io.splitmask.io.SafetensorsWriter;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendWrapper;
import io.splitmask.spi.Precision;
import io.splitmask.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResumedRunTest {
    private static Map<String, String> unbroken = Map.of();

    private final Path folder;

    ResumedRunTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Ends a run at a step as a crash would: nothing is written any more. */
    static final class Crash extends RuntimeException {
        Crash() {
            super("crash");
        }
    }

    static TrainListener crashAt(long step) {
        return new TrainListener() {
            @Override
            public void onStep(StepReport report) {
                if (report.step() == step) {
                    throw new Crash();
                }
            }
        };
    }

    @BeforeAll
    static void runWithoutBreak(@TempDir Path folder) throws IOException {
        TinyRun run = TinyRun.in(folder);
        assertThat(run.start(TrainListener.NONE).completed()).isTrue();
        unbroken = run.files();
    }

    static LongStream steps() {
        return LongStream.rangeClosed(1, TinyRun.STEPS);
    }

    @ParameterizedTest(name = "crash in step {0}")
    @MethodSource("steps")
    void endsWithTheSameBytesAfterACrash(long step) throws IOException {
        TinyRun run = TinyRun.in(folder);
        assertThatThrownBy(() -> run.start(crashAt(step))).isInstanceOf(Crash.class);
        assertThat(run.resume(TrainListener.NONE).completed()).isTrue();
        assertThat(run.files()).isEqualTo(unbroken);
    }

    @Test
    void endsWithTheSameBytesAfterManyCrashes() throws IOException {
        TinyRun run = TinyRun.in(folder);
        assertThatThrownBy(() -> run.start(crashAt(2))).isInstanceOf(Crash.class);
        for (long step : new long[] {4, 5, 8, 7, 10}) {
            assertThatThrownBy(() -> run.resume(crashAt(step))).isInstanceOf(Crash.class);
        }
        assertThat(run.resume(TrainListener.NONE).completed()).isTrue();
        assertThat(run.files()).isEqualTo(unbroken);
    }

    @Test
    void unbrokenRunLeavesTheLastTwoCheckpointsWeightsAndMetrics() {
        assertThat(unbroken)
                .containsOnlyKeys(
                        ".lock",
                        "checkpoints/step-00000009.safetensors",
                        "checkpoints/step-00000010.safetensors",
                        "metrics.csv",
                        "weights.safetensors");
    }

    @Test
    void goesOnFromTheCheckpointAndAtItsDataPosition() throws IOException {
        TinyRun run = TinyRun.in(folder);
        assertThatThrownBy(() -> run.start(crashAt(8))).isInstanceOf(Crash.class);
        TrainingResult result = run.onReference((trainer, data) -> {
            TrainingResult resumed = trainer.resume(data, TrainListener.NONE, new StopRequest());
            assertThat(data.opened()).containsExactly(6L);
            return resumed;
        });
        assertThat(result.steps()).isEqualTo(TinyRun.STEPS);
    }

    @Test
    void leavesOutABrokenNewestCheckpoint() throws IOException {
        TinyRun run = TinyRun.in(folder);
        assertThatThrownBy(() -> run.start(crashAt(8))).isInstanceOf(Crash.class);
        Path newest = folder.resolve("checkpoints/step-00000006.safetensors");
        byte[] bytes = Files.readAllBytes(newest);
        Files.write(newest, Arrays.copyOf(bytes, bytes.length - 5));
        TrainingResult result = run.onReference((trainer, data) -> {
            TrainingResult resumed = trainer.resume(data, TrainListener.NONE, new StopRequest());
            assertThat(data.opened()).containsExactly(3L);
            return resumed;
        });
        assertThat(result.completed()).isTrue();
        assertThat(run.files()).isEqualTo(unbroken);
    }

    @Test
    void resumingACompletedRunChangesNothing() throws IOException {
        TinyRun run = TinyRun.in(folder);
        assertThat(run.start(TrainListener.NONE).completed()).isTrue();
        TrainingResult result = run.resume(crashAt(1));
        assertThat(result.completed()).isTrue();
        assertThat(result.checkpoint()).isEqualTo(folder.resolve("checkpoints/step-00000010.safetensors"));
        assertThat(run.files()).isEqualTo(unbroken);
    }

    @Test
    void newRunDoesNotOverwriteAnOldOne() throws IOException {
        TinyRun run = TinyRun.in(folder);
        assertThat(run.start(TrainListener.NONE).completed()).isTrue();
        assertThatThrownBy(() -> run.start(TrainListener.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("step-00000010.safetensors", "without checkpoints", "resume");
        assertThat(run.files()).isEqualTo(unbroken);
    }

    @Test
    void namesTheSettingsThatDiffer() throws IOException {
        TinyRun run = TinyRun.in(folder);
        assertThatThrownBy(() -> run.start(crashAt(4))).isInstanceOf(Crash.class);
        TinyRun other = new TinyRun(
                TinyRun.settings(TinyRun.STEPS + 1, CheckpointSettings.everySteps(1)), run.config(), folder);
        assertThatThrownBy(() -> other.resume(TrainListener.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("step-00000003.safetensors")
                .hasMessageEndingWith("; totalSteps expected 10, got 11;"
                        + " use the expected ones, or start a new run in another folder");
    }

    @Test
    void namesAPrecisionThatDiffers() throws IOException {
        TinyRun run = TinyRun.in(folder);
        assertThatThrownBy(() -> run.start(crashAt(4))).isInstanceOf(Crash.class);
        try (Backend reference = TinyRun.reference();
                Backend rounding = new BackendWrapper(reference, reference.kernels()) {
                    @Override
                    public Precision precision() {
                        return Precision.BFLOAT16;
                    }

                    @Override
                    public void close() {}
                };
                TensorScope scope = TensorScope.open()) {
            Pretrainer trainer =
                    new Pretrainer(new TinyMethod(rounding, run.config()), run.settings(), new RunFolder(folder));
            assertThatThrownBy(() -> trainer.resume(TinyRun.data(), TrainListener.NONE, new StopRequest()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("; precision expected \"fp32\", got \"bf16\";");
        }
    }

    @Test
    void aCheckpointThatNamesNoPrecisionIsOfSinglePrecision() throws IOException {
        TinyRun run = TinyRun.in(folder);
        assertThatThrownBy(() -> run.start(crashAt(4))).isInstanceOf(Crash.class);
        Checkpoint newest =
                new CheckpointStore(folder.resolve("checkpoints"), 2).latest().orElseThrow();
        change("settings", newest.facts().settings().replace("\"precision\":\"fp32\",", ""));
        assertThat(run.resume(TrainListener.NONE).completed()).isTrue();
        assertThat(run.files()).isEqualTo(unbroken);
    }

    static Stream<Arguments> otherSizes() {
        return Stream.of(
                argumentSet(
                        "heads, which no tensor shows",
                        new VitConfig(8, 8, 4, 8, 2, 4, 2, 0),
                        "heads expected 2, got 4"),
                argumentSet("depth", TinyMethod.CONFIG.withDepth(3), "depth expected 2, got 3"),
                argumentSet("image", TinyMethod.CONFIG.withImage(8, 16), "imageWidth expected 8, got 16"));
    }

    @ParameterizedTest
    @MethodSource("otherSizes")
    void namesTheSizesThatDiffer(VitConfig other, String difference) throws IOException {
        TinyRun run = TinyRun.in(folder);
        assertThatThrownBy(() -> run.start(crashAt(4))).isInstanceOf(Crash.class);
        assertThatThrownBy(() -> new TinyRun(run.settings(), other, folder).resume(TrainListener.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("; model." + difference + ";");
    }

    /** Writes the newest checkpoint again with one line of its metadata changed. */
    private void change(String key, String value) throws IOException {
        Path file = new CheckpointStore(folder.resolve("checkpoints"), 2)
                .newestFile()
                .orElseThrow();
        SafetensorsWriter writer = new SafetensorsWriter().checksum();
        try (SafetensorsFile stored = SafetensorsFile.open(file)) {
            stored.metadata().forEach((name, text) -> writer.metadata(name, name.equals(key) ? value : text));
            for (String name : stored.names()) {
                writer.add(name, stored.read(name));
            }
        }
        writer.write(file);
    }

    @Test
    void dataGoesOnWhereTheCheckpointSays() throws IOException {
        TinyRun run = TinyRun.in(folder);
        assertThatThrownBy(() -> run.start(crashAt(4))).isInstanceOf(Crash.class);
        change("data_position", "5");
        run.onReference((trainer, data) -> {
            TrainingResult resumed = trainer.resume(data, TrainListener.NONE, new StopRequest());
            assertThat(data.opened()).containsExactly(5L);
            return resumed;
        });
        assertThat(new CheckpointStore(folder.resolve("checkpoints"), 2)
                        .latest()
                        .orElseThrow()
                        .facts()
                        .dataPosition())
                .isEqualTo(TinyRun.STEPS + 2);
    }

    @Test
    void namesTheCheckpointWhoseSettingsAreNoJson() throws IOException {
        TinyRun run = TinyRun.in(folder);
        assertThatThrownBy(() -> run.start(crashAt(4))).isInstanceOf(Crash.class);
        change("settings", "{");
        assertThatThrownBy(() -> run.resume(TrainListener.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("step-00000003.safetensors: expected the settings of the run as JSON");
    }
}

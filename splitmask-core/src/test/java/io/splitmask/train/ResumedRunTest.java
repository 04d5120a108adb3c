package io.splitmask.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
                .hasMessageEndingWith("; totalSteps expected 10, got 11");
    }

    @Test
    void namesTheTensorsThatDiffer() throws IOException {
        TinyRun run = TinyRun.in(folder);
        assertThatThrownBy(() -> run.start(crashAt(4))).isInstanceOf(Crash.class);
        TinyRun deeper = new TinyRun(run.settings(), run.config().withDepth(3), folder);
        assertThatThrownBy(() -> deeper.resume(TrainListener.NONE))
                .hasMessageContainingAll("missing: ", "model.blocks.2.norm1.weight");
        TinyRun shallower = new TinyRun(run.settings(), run.config().withDepth(1), folder);
        assertThatThrownBy(() -> shallower.resume(TrainListener.NONE))
                .hasMessageContainingAll("unexpected: ", "method.average.blocks.1.");
        TinyRun wider = new TinyRun(run.settings(), run.config().withImage(8, 16), folder);
        assertThatThrownBy(() -> wider.resume(TrainListener.NONE))
                .hasMessageContaining("misshapen: model.pos_embed expected [1, 9, 8], got [1, 5, 8]");
    }
}

package io.splitmask.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.method.ImageBatch;
import io.splitmask.method.Losses;
import io.splitmask.method.PretrainMethod;
import io.splitmask.method.Step;
import io.splitmask.nn.Module;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoppedRunTest {
    private final Path folder;
    private final Path unbrokenFolder;

    StoppedRunTest(@TempDir Path folder, @TempDir Path unbrokenFolder) {
        this.folder = folder;
        this.unbrokenFolder = unbrokenFolder;
    }

    private static TrainListener at(long step, Runnable action) {
        return new TrainListener() {
            @Override
            public void onStep(StepReport report) {
                if (report.step() == step) {
                    action.run();
                }
            }
        };
    }

    @Test
    void stopRequestFinishesTheStepAndWritesACheckpoint() throws IOException {
        TinyRun run = TinyRun.in(folder);
        StopRequest stop = new StopRequest();
        TrainingResult result = run.start(at(4, stop::request), stop);
        assertThat(result)
                .isEqualTo(new TrainingResult(
                        TrainingResult.Status.INTERRUPTED, 4, folder.resolve("checkpoints/step-00000004.safetensors")));
        assertEndsLikeUnbroken(run);
    }

    @Test
    void interruptOfTheThreadDoesTheSame() throws IOException {
        TinyRun run = TinyRun.in(folder);
        TrainingResult result = run.start(at(5, () -> Thread.currentThread().interrupt()));
        assertThat(Thread.interrupted()).as("the thread stays interrupted").isTrue();
        assertThat(result.status()).isEqualTo(TrainingResult.Status.INTERRUPTED);
        assertThat(result.steps()).isEqualTo(5);
        assertEndsLikeUnbroken(run);
    }

    @Test
    void aSecondRunInTheFolderIsRefusedAndTheFirstGoesOn() throws IOException {
        List<String> refusals = new ArrayList<>();
        TrainingResult result = TinyRun.in(folder).start(at(4, () -> {
            for (boolean resuming : new boolean[] {false, true}) {
                TinyRun second = TinyRun.in(folder);
                assertThatThrownBy(() -> {
                            if (resuming) {
                                second.resume(TrainListener.NONE);
                            } else {
                                second.start(TrainListener.NONE);
                            }
                        })
                        .isInstanceOf(IOException.class)
                        .satisfies(refusal -> refusals.add(refusal.getMessage()));
            }
        }));
        assertThat(refusals)
                .hasSize(2)
                .containsOnly(
                        folder.toAbsolutePath() + ": a run is going on in this folder; wait for it, or choose another");
        assertThat(result.completed()).isTrue();
    }

    @Test
    void threadStaysInterruptedAlsoIfTheRunFails() {
        TrainListener failing = new TrainListener() {
            @Override
            public void onStep(StepReport report) {
                Thread.currentThread().interrupt();
            }

            @Override
            public void onCheckpoint(long step, Path file) {
                throw new IllegalStateException("no space for reports");
            }
        };
        assertThatThrownBy(() -> TinyRun.in(folder).start(failing)).hasMessage("no space for reports");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void stopRequestInTheLastStepCompletesTheRun() throws IOException {
        StopRequest stop = new StopRequest();
        assertThat(TinyRun.in(folder)
                        .start(at(TinyRun.STEPS, stop::request), stop)
                        .completed())
                .isTrue();
    }

    @Test
    void listenerHearsStepsCheckpointsAndTheEnd() throws IOException {
        List<String> heard = new ArrayList<>();
        TinyRun run = new TinyRun(TinyRun.settings(4, CheckpointSettings.everySteps(2)), TinyMethod.CONFIG, folder);
        TrainingResult result = run.start(new TrainListener() {
            @Override
            public void onStart(long step, long totalSteps) {
                heard.add("start " + step + " of " + totalSteps);
            }

            @Override
            public void onStep(StepReport report) {
                heard.add("step " + report.step() + " epoch " + report.epoch() + " images " + report.images()
                        + " waited " + report.waitedNanos());
            }

            @Override
            public void onCheckpoint(long step, Path file) {
                heard.add("checkpoint " + step + " " + file.getFileName());
            }

            @Override
            public void onEnd(TrainingResult end) {
                heard.add("end " + end.status());
            }
        });
        assertThat(result.completed()).isTrue();
        assertThat(heard)
                .containsExactly(
                        "start 0 of 4",
                        "step 1 epoch 0.2 images 3 waited 100",
                        "step 2 epoch 0.4 images 3 waited 100",
                        "checkpoint 2 step-00000002.safetensors",
                        "step 3 epoch 0.6 images 3 waited 100",
                        "step 4 epoch 0.8 images 3 waited 100",
                        "checkpoint 4 step-00000004.safetensors",
                        "end COMPLETED");
    }

    @Test
    void lossThatIsNotANumberStopsTheRun() {
        assertThatThrownBy(() -> startBroken(5, Float.NaN))
                .isInstanceOf(TrainingStoppedException.class)
                .hasMessageContainingAll(
                        "step 6: the loss is NaN at learning rate 0.00",
                        "last good checkpoint: "
                                + folder.resolve("checkpoints/step-00000003.safetensors")
                                        .toAbsolutePath())
                .extracting("step", InstanceOfAssertFactories.LONG)
                .isEqualTo(6);
    }

    @Test
    void infiniteGradientStopsTheRun() {
        // The loss stays finite: the square root has an infinite slope at 0.
        assertThatThrownBy(() -> startBroken(1, 0f))
                .isInstanceOf(TrainingStoppedException.class)
                .hasMessageContainingAll("step 2: the gradient norm is", "there is no checkpoint yet")
                .hasMessageNotContaining("\n");
    }

    private TrainingResult startBroken(long brokenStep, float factor) throws IOException {
        try (Backend backend = TinyRun.reference();
                TensorScope scope = TensorScope.open()) {
            PretrainMethod method = new BrokenMethod(new TinyMethod(backend, TinyMethod.CONFIG), brokenStep, factor);
            TrainingSettings settings = TinyRun.in(folder).settings();
            return new Pretrainer(method, settings, new RunFolder(folder))
                    .start(TinyRun.data(), TrainListener.NONE, new StopRequest());
        }
    }

    private void assertEndsLikeUnbroken(TinyRun run) throws IOException {
        TinyRun unbroken = TinyRun.in(unbrokenFolder);
        assertThat(unbroken.start(TrainListener.NONE).completed()).isTrue();
        assertThat(run.resume(TrainListener.NONE).completed()).isTrue();
        Map<String, String> expected = unbroken.files();
        Map<String, String> found = run.files();
        // The older of the two checkpoints is of another step if a stop came between.
        expected.keySet().removeIf(name -> name.endsWith("step-00000009.safetensors"));
        found.keySet().removeIf(name -> name.endsWith("step-00000009.safetensors"));
        assertThat(found).isEqualTo(expected);
    }

    /** Multiplies the loss of one step in a way that breaks it. */
    private static final class BrokenMethod implements PretrainMethod {
        private final PretrainMethod method;
        private final long brokenStep;
        private final float factor;
        private long steps;

        BrokenMethod(PretrainMethod method, long brokenStep, float factor) {
            this.method = method;
            this.brokenStep = brokenStep;
            this.factor = factor;
        }

        @Override
        public String name() {
            return method.name();
        }

        @Override
        public Map<String, Object> settings() {
            return method.settings();
        }

        @Override
        public Module network() {
            return method.network();
        }

        @Override
        public VisionTransformer backbone() {
            return method.backbone();
        }

        @Override
        public Losses loss(ImageBatch images, Step step) {
            Losses losses = method.loss(images, step);
            Tensor broken = losses.total().multiply(factor).sqrt();
            return steps++ == brokenStep ? new Losses(broken, losses.terms()) : losses;
        }
    }
}

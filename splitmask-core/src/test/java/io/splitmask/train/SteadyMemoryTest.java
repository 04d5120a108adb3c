package io.splitmask.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.method.supervised.Classification;
import io.splitmask.nn.VitClassifier;
import io.splitmask.recipe.MixRecipe;
import io.splitmask.spi.Backend;
import io.splitmask.spi.MemoryStatistics;
import io.splitmask.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SteadyMemoryTest {
    private static final int STEPS = 1_000;

    private final Path folder;

    SteadyMemoryTest(@TempDir Path folder) {
        this.folder = folder;
    }

    static List<String> installed() {
        return InstalledEngines.all();
    }

    /** Collects how many buffers live after each step. */
    private static final class Watch implements TrainListener {
        private final Backend backend;
        private final TreeSet<Long> liveBuffers = new TreeSet<>();
        private final TreeSet<Long> liveBytes = new TreeSet<>();
        private long steps;

        Watch(Backend backend) {
            this.backend = backend;
        }

        @Override
        public void onStep(StepReport report) {
            MemoryStatistics memory = backend.memory();
            liveBuffers.add(memory.liveBuffers());
            liveBytes.add(memory.liveBytes());
            steps++;
        }
    }

    @ParameterizedTest(name = "pre-training on {0}")
    @MethodSource("installed")
    void preTrainingHoldsAsManyBuffersInEveryStep(String name) throws IOException {
        TrainingSettings settings = TinyRun.settings(STEPS, CheckpointSettings.everySteps(250));
        try (Backend backend = InstalledEngines.open(name);
                TensorScope scope = TensorScope.open()) {
            Watch watch = new Watch(backend);
            TrainingResult result = new Pretrainer(
                            new TinyMethod(backend, TinyMethod.CONFIG), settings, new RunFolder(folder))
                    .start(TinyRun.data(), watch, new StopRequest());
            assertThat(result.completed()).isTrue();
            assertSteady(watch);
        }
    }

    @ParameterizedTest(name = "fine-tuning on {0}")
    @MethodSource("installed")
    void fineTuningHoldsAsManyBuffersInEveryStep(String name) throws IOException {
        FineTuneSettings settings = new FineTuneSettings(
                TinyRun.settings(STEPS, CheckpointSettings.everySteps(250)),
                new Classification.Settings(0.1, 0.1, MixRecipe.PAPER),
                0.65,
                0.001,
                0.99);
        try (Backend backend = InstalledEngines.open(name);
                TensorScope scope = TensorScope.open()) {
            Watch watch = new Watch(backend);
            VitClassifier classifier = new VitClassifier(backend, TinyMethod.CONFIG, 2);
            TrainingResult result = FineTuner.fromScratch(classifier, settings, new RunFolder(folder))
                    .start(TinyRun.data(), watch, new StopRequest());
            assertThat(result.completed()).isTrue();
            assertSteady(watch);
        }
    }

    private static void assertSteady(Watch watch) {
        assertThat(watch.steps).isEqualTo(STEPS);
        assertThat(watch.liveBuffers).hasSize(1).allMatch(count -> count > 0);
        assertThat(watch.liveBytes).hasSize(1).allMatch(bytes -> bytes > 0);
    }
}

package io.splitmask.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.splitmask.method.MethodCatalogue;
import io.splitmask.method.MethodEntry;
import io.splitmask.method.Methods;
import io.splitmask.nn.Pooling;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for each of the methods, small: it learns without collapse, and a resumed run is an unbroken one. */
class EveryMethodTest {
    private static final VitConfig LEARNER = new VitConfig(16, 16, 4, 32, 2, 2, 2, 0);
    private static final int LEARNING_STEPS = 200;
    private static final int ENDS = 20;

    private static final VitConfig TINY = new VitConfig(8, 8, 4, 8, 2, 2, 2, 0);
    private static final long TINY_STEPS = 8;

    private final Path folder;

    EveryMethodTest(@TempDir Path folder) {
        this.folder = folder;
    }

    static Stream<Arguments> methods() {
        return Methods.known().stream().map(entry -> argumentSet(entry.name(), entry));
    }

    static Stream<Arguments> enginesAndMethods() {
        return InstalledEngines.fast().stream().flatMap(engine -> Methods.known().stream()
                .map(entry -> argumentSet(entry.name() + " on " + engine, engine, entry)));
    }

    /** Keeps the reports of all steps, and how many buffers lived after each. */
    private static final class Record implements TrainListener {
        private final Backend backend;
        private final List<StepReport> reports = new ArrayList<>();
        private final TreeSet<Long> liveBuffers = new TreeSet<>();

        Record(Backend backend) {
            this.backend = backend;
        }

        @Override
        public void onStep(StepReport report) {
            reports.add(report);
            liveBuffers.add(backend.memory().liveBuffers());
        }

        boolean has(String term) {
            return reports.get(0).terms().containsKey(term);
        }

        double first(ToDoubleFunction<StepReport> figure) {
            return reports.subList(0, ENDS).stream()
                    .mapToDouble(figure)
                    .average()
                    .orElseThrow();
        }

        double last(ToDoubleFunction<StepReport> figure) {
            List<StepReport> end = reports.subList(reports.size() - ENDS, reports.size());
            return end.stream().mapToDouble(figure).average().orElseThrow();
        }

        double last(String term) {
            return last(report -> Objects.requireNonNull(report.terms().get(term), term));
        }
    }

    @ParameterizedTest
    @MethodSource("enginesAndMethods")
    void learnsWithoutCollapseAndHoldsItsMemory(String engine, MethodEntry entry) throws IOException {
        try (Backend backend = InstalledEngines.open(engine)) {
            Record run = new Record(backend);
            SmallMethod method = new SmallMethod(entry, LEARNER, 8, LEARNING_STEPS, LEARNING_STEPS);
            assertThat(method.train(backend, folder, run, false).completed()).isTrue();
            assertThat(run.last(StepReport::loss))
                    .as("loss of the last steps, against that of the first")
                    .isLessThan(0.8 * run.first(StepReport::loss));
            if (run.has("uniformity")) {
                assertThat(run.last("uniformity"))
                        .as("0 if all images have the same descriptor")
                        .isLessThan(-1);
            }
            if (run.has("teacher_entropy")) {
                assertThat(run.last("teacher_batch_entropy") - run.last("teacher_entropy"))
                        .as(
                                "what the teacher's output says of the image, in nats; 0 if it is uniform or always the same")
                        .isGreaterThan(0.5);
            }
            assertThat(run.liveBuffers).as("buffers after each step").hasSize(1);
        }
    }

    static Stream<Arguments> settings() {
        return Stream.of(
                        Arguments.of("splitmask", "temperature", 0.3, "0.2"),
                        Arguments.of("splitmask", "masking", "UNIFORM", "\"BLOCK\""),
                        Arguments.of("beit", "minBlock", 15, "16"),
                        Arguments.of("dino", "centreMomentum", 0.8, "0.9"),
                        Arguments.of("mocov3", "momentum", 0.9, "0.99"),
                        Arguments.of("mae", "normalisePixels", false, "true"),
                        Arguments.of("supervised", "cutmixShare", 0.25, "0.5"))
                .map(arguments ->
                        argumentSet(arguments.get()[0] + " " + arguments.get()[1], arguments.get()));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void goesOnOnlyWithTheSettingsItStartedWith(String name, String setting, Object other, String before)
            throws IOException {
        MethodEntry entry = new MethodCatalogue(Methods.known()).entry(name);
        SmallMethod method = new SmallMethod(entry, TINY, 4, TINY_STEPS, 1);
        try (Backend backend = TinyRun.reference()) {
            assertThatThrownBy(() -> method.train(backend, folder, ResumedRunTest.crashAt(2), false))
                    .isInstanceOf(ResumedRunTest.Crash.class);
            SmallMethod changed = method.with(setting, other);
            String now = other instanceof String ? "\"" + other + "\"" : String.valueOf(other);
            assertThatThrownBy(() -> changed.train(backend, folder, TrainListener.NONE, true))
                    .isInstanceOf(IOException.class)
                    .hasMessageEndingWith("step-00000001.safetensors: a run goes on with the settings it started with;"
                            + " method." + setting + " expected " + before + ", got " + now
                            + "; use the expected ones, or start a new run in another folder");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"splitmask", "beit"})
    void goesOnOnlyWithTheWordsItStartedWith(String name) throws IOException {
        MethodEntry entry = new MethodCatalogue(Methods.known()).entry(name);
        SmallMethod method = new SmallMethod(entry, TINY, 4, TINY_STEPS, 1);
        try (Backend backend = TinyRun.reference()) {
            assertThatThrownBy(() -> method.train(backend, folder, ResumedRunTest.crashAt(2), false))
                    .isInstanceOf(ResumedRunTest.Crash.class);
            assertThatThrownBy(() -> method.withWords(0.5f).train(backend, folder, TrainListener.NONE, true))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("; words.pictures expected \"");
            assertThat(method.train(backend, folder, TrainListener.NONE, true).completed())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void goesOnOnlyWithTheMethodItStartedWith(MethodEntry entry) throws IOException {
        MethodEntry another = Methods.known().get(entry.name().equals("mae") ? 0 : 4);
        try (Backend backend = TinyRun.reference()) {
            assertThatThrownBy(() -> new SmallMethod(entry, TINY, 4, TINY_STEPS, 1)
                            .train(backend, folder, ResumedRunTest.crashAt(2), false))
                    .isInstanceOf(ResumedRunTest.Crash.class);
            assertThatThrownBy(() -> new SmallMethod(another, TINY, 4, TINY_STEPS, 1)
                            .train(backend, folder, TrainListener.NONE, true))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(
                            "task expected \"pretrain " + entry.name() + "\", got \"pretrain " + another.name() + "\"");
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void resumedRunEndsWithTheSameBytes(MethodEntry entry) throws IOException {
        Path unbroken = folder.resolve("unbroken");
        Path broken = folder.resolve("broken");
        SmallMethod method = new SmallMethod(entry, TINY, 4, TINY_STEPS, 3);
        try (Backend backend = TinyRun.reference()) {
            assertThat(method.train(backend, unbroken, TrainListener.NONE, false)
                            .completed())
                    .isTrue();
        }
        for (long step : new long[] {2, 5, 7}) {
            try (Backend backend = TinyRun.reference()) {
                assertThatThrownBy(() -> method.train(backend, broken, ResumedRunTest.crashAt(step), true))
                        .isInstanceOf(ResumedRunTest.Crash.class);
            }
        }
        try (Backend backend = TinyRun.reference()) {
            assertThat(method.train(backend, broken, TrainListener.NONE, true).completed())
                    .isTrue();
        }
        assertThat(TinyRun.files(broken)).isEqualTo(TinyRun.files(unbroken)).containsKey("weights.safetensors");
    }

    @ParameterizedTest
    @CsvSource({
        "splitmask, PATCH_MEAN",
        "beit, PATCH_MEAN",
        "mae, PATCH_MEAN",
        "dino, CLASS_TOKEN",
        "mocov3, CLASS_TOKEN",
        "supervised, CLASS_TOKEN"
    })
    void weightsTellWhatAClassifierOfThemSees(String name, Pooling pooling) throws IOException {
        MethodEntry entry = new MethodCatalogue(Methods.known()).entry(name);
        try (Backend backend = TinyRun.reference()) {
            assertThat(new SmallMethod(entry, TINY, 4, 1, 1)
                            .train(backend, folder, TrainListener.NONE, false)
                            .completed())
                    .isTrue();
        }
        try (ModelWeights weights = ModelWeights.open(new RunFolder(folder).weights())) {
            assertThat(weights.finetunePooling()).isEqualTo(pooling);
        }
    }
}

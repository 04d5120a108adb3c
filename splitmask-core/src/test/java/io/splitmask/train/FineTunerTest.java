package io.splitmask.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.data.Batch;
import io.splitmask.data.BatchSource;
import io.splitmask.data.BatchSources;
import io.splitmask.data.View;
import io.splitmask.eval.Evaluation;
import io.splitmask.eval.Evaluator;
import io.splitmask.method.supervised.Classification;
import io.splitmask.nn.Parameter;
import io.splitmask.nn.Pooling;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitClassifier;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.init.WeightInitialisation;
import io.splitmask.optim.GradientClipping;
import io.splitmask.random.SplittableSeed;
import io.splitmask.recipe.AdamwRecipe;
import io.splitmask.recipe.MixRecipe;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.TensorScope;
import io.splitmask.weights.PixelStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FineTunerTest {
    private static final VitConfig CONFIG = TinyMethod.CONFIG;
    private static final long FRESH = 1_000;

    private final Path folder;
    private final Backend backend = TinyRun.reference();
    private final TensorScope scope = TensorScope.open();
    private final VitClassifier classifier = new VitClassifier(backend, CONFIG, 2);
    private final SyntheticBatches data = new SyntheticBatches(8, CONFIG.imageHeight());

    FineTunerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void close() {
        scope.close();
        backend.close();
    }

    private static FineTuneSettings settings(long steps, double layerDecay) {
        TrainingSettings training = new TrainingSettings(
                steps,
                5,
                AdamwRecipe.of(1e-2, 1e-6, 0.05),
                GradientClipping.NONE,
                CheckpointSettings.everySteps(20),
                3);
        return new FineTuneSettings(
                training, new Classification.Settings(0.1, 0.1, MixRecipe.NONE), layerDecay, 0.001, 0);
    }

    private static FineTuneSettings settings(MixRecipe mix, double emaDecay) {
        FineTuneSettings plain = settings(40, 0.65);
        return new FineTuneSettings(
                plain.training(), new Classification.Settings(0.1, 0.1, mix), 0.65, 0.001, emaDecay);
    }

    private Evaluation evaluate(VitClassifier network) throws IOException {
        Iterator<Batch> batches =
                LongStream.range(FRESH, FRESH + 10).mapToObj(data::batch).iterator();
        return new Evaluator(network).evaluate(batches);
    }

    private float[] values(String name) {
        return Objects.requireNonNull(classifier.parameters().get(name), name).toFloats();
    }

    @Test
    void learnsToTellBrightFromDark() throws IOException {
        List<StepReport> reports = new ArrayList<>();
        TrainListener listener = new TrainListener() {
            @Override
            public void onStep(StepReport report) {
                reports.add(report);
            }
        };
        RunFolder run = new RunFolder(folder.resolve("run"));
        TrainingResult result =
                FineTuner.fromScratch(classifier, settings(40, 0.65), run).start(data, listener, new StopRequest());
        assertThat(result.completed()).isTrue();
        assertThat(reports.get(0).loss()).as("a head near 0 knows nothing").isBetween(0.69f, 0.70f);
        assertThat(reports.get(39).terms()).containsOnlyKeys("accuracy");
        Evaluation evaluation = evaluate(classifier);
        assertThat(evaluation.labelled()).isEqualTo(80);
        assertThat(evaluation.top1()).isGreaterThan(0.95);

        VitClassifier loaded = new VitClassifier(backend, CONFIG, 2);
        try (ModelWeights weights = ModelWeights.open(run.weights())) {
            assertThat(weights.classes()).isEqualTo(2);
            weights.loadAll(loaded);
        }
        assertThat(evaluate(loaded)).isEqualTo(evaluation);
    }

    @Test
    void startsFromABackboneAndKeepsItsLowestLayersWithStrongLayerDecay() throws IOException {
        Path weights = folder.resolve("backbone.safetensors");
        VisionTransformer pretrained = new VisionTransformer(backend, CONFIG);
        WeightInitialisation.BEIT.apply(pretrained, SplittableSeed.of(99));
        ModelWeights.write(weights, pretrained, CONFIG, Map.of());
        List<LoadReport> loads = new ArrayList<>();
        TrainListener listener = new TrainListener() {
            @Override
            public void onWeightsLoaded(LoadReport report) {
                loads.add(report);
            }
        };
        TrainingResult result = FineTuner.from(weights, classifier, settings(6, 1e-4), new RunFolder(folder))
                .start(data, listener, new StopRequest());
        assertThat(result.completed()).isTrue();
        assertThat(loads).hasSize(1);
        assertThat(loads.get(0).leftOut()).containsExactlyInAnyOrder("norm.weight", "norm.bias");
        Map<String, Parameter> before = pretrained.parameters();
        float[] start = Objects.requireNonNull(before.get("pos_embed")).toFloats();
        assertThat(values("pos_embed")).containsExactly(start, Offset.offset(1e-9f));
        assertThat(values("head.weight")).satisfies(head -> {
            float largest = 0;
            for (float value : head) {
                largest = Math.max(largest, Math.abs(value));
            }
            assertThat(largest).as("the head moves at the full rate").isGreaterThan(5e-3f);
        });
    }

    @Test
    void weightsTellHowImagesAreNormalisedIfTold() throws IOException {
        PixelStatistics pixels = new PixelStatistics(List.of(0.5, 0.4, 0.3), List.of(0.1, 0.2, 0.25));
        RunFolder told = new RunFolder(folder.resolve("told"));
        RunFolder untold = new RunFolder(folder.resolve("untold"));
        FineTuner.fromScratch(classifier, settings(6, 1), told)
                .normalised(pixels)
                .start(data, TrainListener.NONE, new StopRequest());
        FineTuner.fromScratch(classifier, settings(6, 1), untold).start(data, TrainListener.NONE, new StopRequest());
        try (ModelWeights weights = ModelWeights.open(told.weights())) {
            assertThat(weights.pixelStatistics()).contains(pixels);
        }
        try (ModelWeights weights = ModelWeights.open(untold.weights())) {
            assertThat(weights.pixelStatistics()).isEmpty();
        }
    }

    @Test
    void resumedRunEndsLikeAnUnbrokenOne() throws IOException {
        RunFolder unbroken = new RunFolder(folder.resolve("unbroken"));
        RunFolder broken = new RunFolder(folder.resolve("broken"));
        FineTuneSettings settings = new FineTuneSettings(
                settings(30, 0.65).training(),
                new Classification.Settings(0.1, 0.1, MixRecipe.PAPER),
                0.65,
                0.001,
                0.9);
        assertThat(FineTuner.fromScratch(classifier, settings, unbroken)
                        .start(data, TrainListener.NONE, new StopRequest())
                        .completed())
                .isTrue();
        FineTuner tuner = FineTuner.fromScratch(classifier, settings, broken);
        assertThatThrownBy(() -> tuner.start(data, ResumedRunTest.crashAt(27), new StopRequest()))
                .isInstanceOf(ResumedRunTest.Crash.class);
        assertThat(tuner.resume(data, TrainListener.NONE, new StopRequest()).completed())
                .isTrue();
        assertThat(broken.weights()).hasSameBinaryContentAs(unbroken.weights());
        assertThat(broken.averagedWeights()).hasSameBinaryContentAs(unbroken.averagedWeights());
        assertThat(Files.readString(broken.metrics())).isEqualTo(Files.readString(unbroken.metrics()));
        assertThat(broken.checkpoints().resolve("step-00000030.safetensors"))
                .hasSameBinaryContentAs(unbroken.checkpoints().resolve("step-00000030.safetensors"));
    }

    @Test
    void learnsFromMixedImagesByTheClassTokenToo() throws IOException {
        VitClassifier byToken = new VitClassifier(backend, CONFIG, Pooling.CLASS_TOKEN, 2);
        assertThat(byToken.parameters()).containsKey("norm.weight").doesNotContainKey("fc_norm.weight");
        RunFolder run = new RunFolder(folder.resolve("run"));
        assertThat(FineTuner.fromScratch(byToken, settings(MixRecipe.PAPER, 0), run)
                        .start(data, TrainListener.NONE, new StopRequest())
                        .completed())
                .isTrue();
        assertThat(evaluate(byToken).top1()).isGreaterThan(0.95);
        assertThat(run.averagedWeights()).doesNotExist();
        try (ModelWeights weights = ModelWeights.open(run.weights())) {
            assertThat(weights.pooling()).isEqualTo(Pooling.CLASS_TOKEN);
            assertThat(weights.finetunePooling()).isEqualTo(Pooling.CLASS_TOKEN);
        }
    }

    @Test
    void averagesTheWeightsOfAllSteps() throws IOException {
        RunFolder run = new RunFolder(folder.resolve("run"));
        Map<String, double[]> expected = new HashMap<>();
        TrainListener listener = new TrainListener() {
            @Override
            public void onStart(long step, long totalSteps) {
                classifier.parameters().forEach((name, parameter) -> expected.put(name, doubles(parameter)));
            }

            @Override
            public void onStep(StepReport report) {
                classifier.parameters().forEach((name, parameter) -> {
                    double[] average = Objects.requireNonNull(expected.get(name));
                    double[] now = doubles(parameter);
                    for (int i = 0; i < now.length; i++) {
                        average[i] = 0.9 * average[i] + 0.1 * now[i];
                    }
                });
            }
        };
        FineTuner tuner = FineTuner.fromScratch(classifier, settings(MixRecipe.NONE, 0.9), run);
        VitClassifier average = tuner.averaged().orElseThrow();
        assertThat(tuner.start(data, listener, new StopRequest()).completed()).isTrue();
        average.parameters().forEach((name, parameter) -> assertThat(doubles(parameter))
                .as(name)
                .containsExactly(Objects.requireNonNull(expected.get(name)), Offset.offset(1e-5)));
        assertThat(evaluate(average).top1()).isGreaterThan(0.95);
        VitClassifier loaded = new VitClassifier(backend, CONFIG, 2);
        try (ModelWeights weights = ModelWeights.open(run.averagedWeights())) {
            weights.loadAll(loaded);
        }
        assertThat(evaluate(loaded)).isEqualTo(evaluate(average));
    }

    private static double[] doubles(Parameter parameter) {
        float[] values = parameter.toFloats();
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    @Test
    void evaluatesImagesOfAnotherSizeThanThoseOfTraining() throws IOException {
        FineTuner.fromScratch(classifier, settings(MixRecipe.NONE, 0), new RunFolder(folder))
                .start(data, TrainListener.NONE, new StopRequest());
        SyntheticBatches larger = new SyntheticBatches(8, 3 * CONFIG.imageHeight() / 2);
        Iterator<Batch> batches =
                LongStream.range(FRESH, FRESH + 10).mapToObj(larger::batch).iterator();
        assertThat(new Evaluator(classifier).evaluate(batches).top1()).isGreaterThan(0.95);
    }

    @Test
    void rejectsImagesWithoutALabelOfTheClassifier() {
        Batch unlabelled = new Batch(List.of(View.of(8, new float[192])), new int[] {-1}, new int[] {17});
        BatchSources sources = position -> new OneBatch(unlabelled);
        assertThatThrownBy(() -> FineTuner.fromScratch(classifier, settings(6, 1), new RunFolder(folder))
                        .start(sources, TrainListener.NONE, new StopRequest()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("fine-tuning: expected labels from 0 to 1, got -1 for image 17");
    }

    private record OneBatch(Batch batch) implements BatchSource {
        @Override
        public long batchesPerEpoch() {
            return 1;
        }

        @Override
        public Batch next() {
            return batch;
        }

        @Override
        public long waitedNanos() {
            return 0;
        }

        @Override
        public void close() {}
    }
}

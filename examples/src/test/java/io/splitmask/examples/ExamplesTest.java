package io.splitmask.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.datasets.loader.LoaderBatches;
import io.splitmask.datasets.loader.LoaderOptions;
import io.splitmask.datasets.transform.PretrainTransform;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.init.WeightInitialisation;
import io.splitmask.random.SplittableSeed;
import io.splitmask.recipe.PretrainRecipe;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Backends;
import io.splitmask.tck.golden.GoldenCase;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.CheckpointSettings;
import io.splitmask.train.ModelWeights;
import io.splitmask.train.Pretrainer;
import io.splitmask.train.RunFolder;
import io.splitmask.train.StepReport;
import io.splitmask.train.StopRequest;
import io.splitmask.train.TrainListener;
import io.splitmask.train.TrainingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every program runs, on tiny settings. */
class ExamplesTest {
    private static final int PER_CLASS = 8;
    private static final VitConfig MODEL = VitConfig.micro(32, 8).withDepth(2);

    private final Path folder;

    ExamplesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path photos() throws IOException {
        Path photos = folder.resolve("photos");
        DrawnPhotos.write(photos, PER_CLASS);
        return photos;
    }

    private Path weights() throws IOException {
        Path weights = folder.resolve("weights.safetensors");
        try (Backend backend = Backends.openBest(BackendConfig.cpu());
                TensorScope scope = TensorScope.open()) {
            VisionTransformer network = new VisionTransformer(backend, MODEL);
            WeightInitialisation.BEIT.apply(network, SplittableSeed.of(1));
            ModelWeights.write(weights, network, MODEL, Map.of());
        }
        return weights;
    }

    @Test
    void aPictureGetsAClass() throws IOException {
        Path photos = photos();
        Map<String, Float> classes =
                PredictOneImage.run(weights(), photos, photos.resolve("discs/3.png"), folder.resolve("finetune"), 2);
        assertThat(classes).containsOnlyKeys("discs", "squares");
        assertThat(classes.values().stream().mapToDouble(Float::doubleValue).sum())
                .isCloseTo(1, within(1e-5));
    }

    @Test
    void anImageIsNearestToItself() throws IOException {
        Path photos = photos();
        List<NearestImages.Match> matches = NearestImages.run(weights(), photos, photos.resolve("squares/5.png"), 3);
        assertThat(matches).hasSize(3);
        assertThat(matches.get(0).name()).endsWith("5.png").contains("squares");
        assertThat(matches.get(0).similarity()).isCloseTo(1, within(1e-5));
        assertThat(matches.get(2).similarity())
                .isLessThanOrEqualTo(matches.get(1).similarity());
    }

    @Test
    void stripesCanBeTrainedOn() throws IOException {
        assertThat(OwnDataset.run(new OwnDataset(16), folder.resolve("run"), MODEL, 2))
                .satisfies(result -> assertThat(result.completed()).isTrue())
                .satisfies(result -> assertThat(result.steps()).isEqualTo(4));
        assertThat(new OwnDataset(1).read(0).rgb())
                .isNotEqualTo(new OwnDataset(2).read(1).rgb());
    }

    @Test
    void aMethodOfOnesOwnLearns() throws IOException {
        OwnDataset images = new OwnDataset(32);
        LoaderBatches batches = new LoaderBatches(images, new PretrainTransform(32), LoaderOptions.training(8, 0));
        List<Float> losses = new ArrayList<>();
        TrainListener listener = new TrainListener() {
            @Override
            public void onStep(StepReport report) {
                losses.add(report.loss());
            }
        };
        try (Backend backend = Backends.openBest(BackendConfig.cpu());
                TensorScope scope = TensorScope.open()) {
            var recipe = PretrainRecipe.SPLITMASK.scaledToBatch(8).withEpochs(6, images.size());
            var settings = TrainingSettings.of(recipe, CheckpointSettings.everySeconds(60), 0);
            new Pretrainer(new OwnMethod(backend, MODEL), settings, new RunFolder(folder.resolve("run")))
                    .start(batches, listener, new StopRequest());
        }
        assertThat(losses).hasSize(24);
        assertThat(losses.get(23)).isLessThan(losses.get(0));
        try (ModelWeights kept = ModelWeights.open(folder.resolve("run/weights.safetensors"))) {
            assertThat(kept.config()).isEqualTo(MODEL);
        }
    }

    @Test
    void timmsWeightsDescribeAPicture() throws IOException {
        GoldenCase.named("interop_timm_vit").copyFiles(folder);
        Path weights = folder.resolve("model.safetensors");
        assertThat(PublicWeights.describe(weights)).startsWith("timm: ").contains("images of 32 pixels");
        float[] features = PublicWeights.features(weights, new OwnDataset(1).read(0));
        try (ModelWeights file = ModelWeights.open(weights)) {
            assertThat(features).hasSize(file.config().width()).doesNotContain(Float.NaN);
        }
        assertThat(PublicWeights.features(weights, new OwnDataset(2).read(1))).isNotEqualTo(features);
    }

    @Test
    void enginesAgree() {
        Map<String, Float> losses = CompareEngines.run(MODEL, 4);
        assertThat(losses).containsKeys("djl", "dl4j", "reference");
        float expected = losses.values().iterator().next();
        assertThat(losses.values()).allSatisfy(loss -> assertThat(loss).isCloseTo(expected, within(1e-4f)));
    }
}

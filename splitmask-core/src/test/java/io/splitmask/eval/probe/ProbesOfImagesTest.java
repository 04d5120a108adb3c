package io.splitmask.eval.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.eval.Evaluation;
import io.splitmask.eval.feature.FeatureCache;
import io.splitmask.eval.feature.FeatureExtractor;
import io.splitmask.eval.feature.FeatureKey;
import io.splitmask.eval.feature.FeatureRecipe;
import io.splitmask.eval.feature.Features;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.init.WeightInitialisation;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.InstalledEngines;
import io.splitmask.train.SyntheticBatches;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From images to probes and neighbours, on every engine: bright images and dark ones. */
class ProbesOfImagesTest {
    private static final VitConfig CONFIG = new VitConfig(8, 8, 4, 8, 2, 2, 2, 0);
    private static final SyntheticBatches DATA = new SyntheticBatches(8, 8);
    private static final int CLASSES = 2;

    private final Path folder;

    ProbesOfImagesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Features features(VisionTransformer backbone, FeatureRecipe recipe, String name, long first, long last)
            throws IOException {
        FeatureExtractor extractor = new FeatureExtractor(backbone, recipe);
        return new FeatureCache(folder)
                .get(extractor, FeatureKey.of(extractor, name, "as it is"), batches -> LongStream.range(first, last)
                        .mapToObj(DATA::batch)
                        .forEach(batches));
    }

    private Map<String, Double> accuracies(String engine) throws IOException {
        Map<String, Double> accuracies = new LinkedHashMap<>();
        try (Backend backend = InstalledEngines.open(engine);
                TensorScope scope = TensorScope.open()) {
            VisionTransformer backbone = new VisionTransformer(backend, CONFIG);
            WeightInitialisation.BEIT.apply(backbone, SplittableSeed.of(2));
            ProbeRecipe recipe = ProbeRecipe.BEIT.withBatchSize(32).withLearningRate(0.1);
            LinearProbe probe = new LinearProbe(backend, recipe, CLASSES, 1);
            probe.runEachBlock(
                            features(backbone, FeatureRecipe.EVERY_BLOCK, "train", 0, 20),
                            features(backbone, FeatureRecipe.EVERY_BLOCK, "test", 20, 30))
                    .forEach((block, result) ->
                            accuracies.put("block " + block, result.test().top1()));
            Map<Integer, Evaluation> neighbours = new Knn(backend, KnnRecipe.DINO.withNeighbours(10, 20), CLASSES)
                    .classify(
                            features(backbone, FeatureRecipe.CLASS_TOKEN, "train", 0, 20)
                                    .joined(),
                            features(backbone, FeatureRecipe.CLASS_TOKEN, "test", 20, 30)
                                    .joined());
            neighbours.forEach((k, evaluation) -> accuracies.put("k " + k, evaluation.top1()));
        }
        return accuracies;
    }

    @Test
    void bothTellBrightFromDarkOnEveryEngine() throws IOException {
        List<Map<String, Double>> all = new ArrayList<>();
        for (String engine : InstalledEngines.all()) {
            all.add(accuracies(engine));
        }
        for (Map<String, Double> accuracies : all) {
            assertThat(accuracies).containsOnlyKeys("block 0", "block 1", "k 10", "k 20");
            assertThat(accuracies.values())
                    .allSatisfy(share -> assertThat(share).isGreaterThan(0.9));
            // One image of 80 may stand so near to the border that rounding decides.
            accuracies.forEach((name, share) -> assertThat(share)
                    .as(name)
                    .isCloseTo(all.get(0).getOrDefault(name, Double.NaN), within(1.0 / 80 + 1e-9)));
        }
    }
}

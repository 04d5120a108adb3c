package io.splitmask.cli.probe;

import io.splitmask.cli.progress.LiveLine;
import io.splitmask.cli.run.PlainLook;
import io.splitmask.datasets.LabelledSplits;
import io.splitmask.datasets.loader.LoaderOptions;
import io.splitmask.eval.Evaluation;
import io.splitmask.eval.feature.FeatureCache;
import io.splitmask.eval.feature.FeatureRecipe;
import io.splitmask.eval.feature.FeatureTable;
import io.splitmask.eval.probe.Knn;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.TensorScope;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Classifies by nearest neighbours among features. */
final class KnnRun {
    private final Backend backend;
    private final KnnPlan plan;
    private final LiveLine line;
    private final LoaderOptions.Tuning loading;

    KnnRun(Backend backend, KnnPlan plan, LiveLine line, LoaderOptions.Tuning loading) {
        this.backend = backend;
        this.plan = plan;
        this.line = line;
        this.loading = loading;
    }

    /**
     * Computes features, or finds them, and classifies the test images.
     *
     * @param origin where the images come from
     * @param weights file of the network; empty for random weights
     * @param cache folder of the features
     * @param batchSize images that go through the network at a time
     * @return the result of each number of neighbours
     */
    Map<Integer, Evaluation> run(
            LabelledSplits images, String origin, Optional<Path> weights, Path cache, int batchSize) throws Exception {
        return backend.call(() -> {
            FeatureTable train;
            FeatureTable test;
            try (TensorScope scope = TensorScope.open()) {
                Backbone backbone = Backbone.open(backend, plan.model(), weights, plan.seed());
                line.note(backbone.note());
                FeatureSource source = new FeatureSource(
                        backbone.network(),
                        new FeatureRecipe(plan.tokens(), true, 1),
                        new PlainLook(
                                plan.model().imageHeight(),
                                plan.testCropRatio(),
                                backbone.normalization(),
                                batchSize,
                                loading),
                        new FeatureCache(cache),
                        line);
                train = source.of(images.train(), "training images", origin + " train")
                        .joined();
                test = source.of(images.test(), "test images", origin + " test").joined();
            }
            return new Knn(backend, plan.recipe(), images.train().classes().size()).classify(train, test);
        });
    }
}

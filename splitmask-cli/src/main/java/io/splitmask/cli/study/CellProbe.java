package io.splitmask.cli.study;

import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.LabelledSplits;
import io.splitmask.datasets.loader.BatchLoader;
import io.splitmask.datasets.loader.LoaderOptions;
import io.splitmask.datasets.transform.EvalTransform;
import io.splitmask.datasets.transform.Normalization;
import io.splitmask.eval.feature.FeatureCache;
import io.splitmask.eval.feature.FeatureExtractor;
import io.splitmask.eval.feature.FeatureKey;
import io.splitmask.eval.feature.FeatureRecipe;
import io.splitmask.eval.feature.Features;
import io.splitmask.eval.probe.LinearProbe;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.ModelWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Linear classifiers on the features of each block of a pre-trained network, by BEiT's protocol without augmentation:
 * the study's figure 5 and the linear column of its table 8.
 *
 * @see "recipes, section 4.9 and 8.3, 44"
 */
final class CellProbe {
    private static final int IMAGES_AT_A_TIME = 64;

    private final Backend backend;
    private final StudySettings settings;

    CellProbe(Backend backend, StudySettings settings) {
        this.backend = backend;
        this.settings = settings;
    }

    /**
     * What a network makes of the images.
     *
     * @param train of the images to train on
     * @param test of the images to test on
     */
    record Seen(Features train, Features test) {}

    /** Computes features, or finds them. @param origin names the images @param cache where they stay */
    Seen look(LabelledSplits images, String origin, Path weights, Path cache) throws Exception {
        return backend.call(() -> {
            try (TensorScope scope = TensorScope.open();
                    ModelWeights file = ModelWeights.open(weights)) {
                VisionTransformer network = new VisionTransformer(backend, settings.network());
                file.loadBackbone(network);
                FeatureExtractor extractor = new FeatureExtractor(network, FeatureRecipe.EVERY_BLOCK);
                FeatureCache features = new FeatureCache(cache);
                return new Seen(
                        features(features, extractor, images.train(), origin + " train"),
                        features(features, extractor, images.test(), origin + " test"));
            }
        });
    }

    private Features features(FeatureCache cache, FeatureExtractor extractor, ImageDataset images, String origin)
            throws IOException {
        double crop = settings.finetune().testCropRatio();
        EvalTransform transform = new EvalTransform(settings.image(), crop, Normalization.IMAGENET);
        String look = settings.image() + " of the centre, crop ratio " + crop;
        FeatureKey key = FeatureKey.of(extractor, origin + " " + FeatureKey.datasetHash(images), look);
        return cache.get(extractor, key, batches -> {
            try (BatchLoader loader = new BatchLoader(images, transform, LoaderOptions.evaluation(IMAGES_AT_A_TIME))) {
                loader.forEachRemaining(batches);
            }
        });
    }

    /** Trains a classifier on the features of each block. @return top-1 accuracies in percent, by block */
    List<Double> accuracies(Seen seen, int classes, long seed) throws IOException {
        return new LinearProbe(backend, settings.probe().recipe(), classes, seed)
                .runEachBlock(seen.train(), seen.test()).values().stream()
                        .map(result -> 100 * result.test().top1())
                        .toList();
    }
}

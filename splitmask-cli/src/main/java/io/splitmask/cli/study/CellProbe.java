package io.splitmask.cli.study;

import io.splitmask.cli.probe.Backbone;
import io.splitmask.cli.probe.FeatureSource;
import io.splitmask.cli.progress.LiveLine;
import io.splitmask.cli.run.Execution;
import io.splitmask.cli.run.PlainLook;
import io.splitmask.datasets.LabelledSplits;
import io.splitmask.eval.feature.FeatureCache;
import io.splitmask.eval.feature.FeatureRecipe;
import io.splitmask.eval.feature.Features;
import io.splitmask.eval.probe.LinearProbe;
import io.splitmask.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Linear classifiers on the features of each block of a pre-trained network, by BEiT's protocol without augmentation:
 * the study's figure 5 and the linear column of its table 8. All cells have one learning rate.
 *
 * @see "recipes, section 4.9 and 8.3, 44"
 */
final class CellProbe {
    private static final int IMAGES_AT_A_TIME = 64;

    private final Execution execution;
    private final StudySettings settings;

    CellProbe(Execution execution, StudySettings settings) {
        this.execution = execution;
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
        return execution.backend().call(() -> {
            try (TensorScope scope = TensorScope.open();
                    LiveLine line = new LiveLine(execution.terminal(), System::nanoTime)) {
                Backbone backbone = Backbone.open(execution.backend(), settings.network(), Optional.of(weights), 0);
                FeatureSource source = new FeatureSource(
                        backbone.network(),
                        FeatureRecipe.EVERY_BLOCK,
                        new PlainLook(
                                settings.image(),
                                settings.finetune().testCropRatio(),
                                backbone.normalization(),
                                IMAGES_AT_A_TIME,
                                execution.loading()),
                        new FeatureCache(cache),
                        line);
                return new Seen(
                        source.of(images.train(), "training images", origin + " train"),
                        source.of(images.test(), "test images", origin + " test"));
            }
        });
    }

    /** Trains a classifier on the features of each block. @return top-1 accuracies in percent, by block */
    List<Double> accuracies(Seen seen, int classes, long seed) throws IOException {
        return new LinearProbe(execution.backend(), settings.probe().recipe(), classes, seed)
                .runEachBlock(seen.train(), seen.test()).values().stream()
                        .map(result -> 100 * result.test().top1())
                        .toList();
    }
}

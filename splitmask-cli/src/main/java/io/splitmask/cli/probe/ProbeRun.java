package io.splitmask.cli.probe;

import io.splitmask.cli.progress.LiveLine;
import io.splitmask.cli.run.PlainLook;
import io.splitmask.datasets.LabelledSplits;
import io.splitmask.datasets.loader.LoaderOptions;
import io.splitmask.eval.feature.FeatureCache;
import io.splitmask.eval.feature.FeatureTable;
import io.splitmask.eval.feature.Features;
import io.splitmask.eval.probe.HeldOutSearch;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Trains linear classifiers on features. */
final class ProbeRun {
    /** That go through the network. */
    private static final int IMAGES_AT_A_TIME = 64;

    private final Backend backend;
    private final ProbePlan plan;
    private final int classes;
    private final LiveLine line;
    private final LoaderOptions.Tuning loading;

    ProbeRun(Backend backend, ProbePlan plan, int classes, LiveLine line, LoaderOptions.Tuning loading) {
        this.backend = backend;
        this.plan = plan;
        this.classes = classes;
        this.line = line;
        this.loading = loading;
    }

    /**
     * Computes features, or finds them, and trains a classifier on those of each block, or one on all.
     *
     * @param origin where the images come from
     * @param weights file of the network; empty for random weights
     * @param cache folder of the features
     */
    List<BlockProbe> run(LabelledSplits images, String origin, Optional<Path> weights, Path cache) throws Exception {
        return backend.call(() -> {
            Features train;
            Features test;
            try (TensorScope scope = TensorScope.open()) {
                Backbone backbone = Backbone.open(backend, plan.model(), weights, plan.seed());
                line.note(backbone.note());
                FeatureSource source = new FeatureSource(
                        backbone.network(),
                        plan.features(),
                        new PlainLook(
                                plan.model().imageHeight(),
                                plan.testCropRatio(),
                                backbone.normalization(),
                                IMAGES_AT_A_TIME,
                                loading),
                        new FeatureCache(cache),
                        line);
                train = source.of(images.train(), "training images", origin + " train");
                test = source.of(images.test(), "test images", origin + " test");
            }
            return probes(train, test);
        });
    }

    private List<BlockProbe> probes(Features train, Features test) throws IOException {
        List<BlockProbe> probes = new ArrayList<>();
        if (!plan.eachBlock()) {
            probes.add(probe(plan.model().depth(), train.joined(), test.joined()));
            return probes;
        }
        for (int block : train.blocks()) {
            line.show("linear probe of block " + (block + 1) + " of "
                    + plan.model().depth());
            probes.add(probe(block + 1, train.block(block), test.block(block)));
        }
        return probes;
    }

    private BlockProbe probe(int block, FeatureTable train, FeatureTable test) throws IOException {
        ProbeTrainer trainer = plan.trainer();
        List<Double> choices = trainer.choices();
        HeldOutSearch.Probe probe =
                (choice, from, on) -> trainer.train(backend, classes, plan.seed(), choice, from, on);
        double choice = choices.size() == 1
                ? choices.get(0)
                : new HeldOutSearch(trainer.words().setting(), probe)
                        .choose(train, choices)
                        .best();
        return new BlockProbe(block, choice, probe.run(choice, train, test));
    }
}

package io.splitmask.cli.embed;

import io.splitmask.cli.option.CropOptions;
import io.splitmask.cli.option.DataOptions;
import io.splitmask.cli.option.EngineOptions;
import io.splitmask.cli.option.NetworkOptions;
import io.splitmask.cli.progress.LiveLine;
import io.splitmask.cli.progress.Terminal;
import io.splitmask.cli.run.FinetunePlans;
import io.splitmask.cli.run.Interruption;
import io.splitmask.cli.run.PlainLook;
import io.splitmask.cli.run.StoredNormalization;
import io.splitmask.data.ImageDataset;
import io.splitmask.inference.Embedder;
import io.splitmask.inference.Embedding;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Backend;
import io.splitmask.train.ModelWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A network that describes images, and the images. */
final class EmbedderOptions {
    /** A batch is over in less. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Mixin
    private final NetworkOptions network = new NetworkOptions();

    @Mixin
    private final DataOptions data = new DataOptions(64);

    @Mixin
    private final CropOptions crop = new CropOptions(FinetunePlans.TEST_CROP_RATIO);

    @Option(
            names = "--features",
            paramLabel = "NAME",
            converter = EmbeddingName.class,
            completionCandidates = EmbeddingName.class,
            description =
                    "What describes an image: cls, the class token; mean, the mean of the patches; patches, each of them,"
                            + " row by row. The literature has mean for SplitMask, BEiT and MAE, cls for DINO and MoCo v3."
                            + " Default: mean.")
    private Embedding features = Embedding.MEAN;

    /** Something that is done with a network that is ready. */
    @FunctionalInterface
    interface Work<T> {
        /** Does it. */
        T apply(EmbeddingPass pass) throws IOException;
    }

    Embedding features() {
        return features;
    }

    /** Returns the file of the weights. */
    Path weights() {
        return network.weights();
    }

    /** Opens the images. @throws IOException if there are none; one line */
    ImageDataset images() throws IOException {
        return data.images().unlabelled();
    }

    /** Opens the images for tests instead. @throws IOException if there are none; one line */
    ImageDataset testImages() throws IOException {
        return data.images().test();
    }

    /**
     * Returns the sizes of the network.
     *
     * @throws io.splitmask.cli.option.UsageException if there are no weights, or not of these sizes
     */
    VitConfig config() throws IOException {
        return network.config();
    }

    /** Opens engine and network and does the work; it may be interrupted. @param config of {@link #config} */
    <T> T run(VitConfig config, Work<T> work) throws IOException {
        try (ModelWeights weights = ModelWeights.open(network.weights())) {
            PlainLook look = new PlainLook(
                    config.imageHeight(),
                    crop.ratio(),
                    StoredNormalization.of(weights),
                    data.batch(),
                    engine.loading());
            return run(weights, config, look, work);
        }
    }

    private <T> T run(ModelWeights weights, VitConfig config, PlainLook look, Work<T> work) throws IOException {
        try (Backend backend = engine.open();
                Embedder embedder = Embedder.open(backend, weights, config, features, look.transform()::view);
                LiveLine line = new LiveLine(Terminal.standardError(), System::nanoTime);
                Interruption interruption = Interruption.listen(PATIENCE)) {
            return work.apply(new EmbeddingPass(embedder, look, line, interruption));
        }
    }
}

package io.splitmask.examples;

import io.splitmask.data.Batch;
import io.splitmask.data.BatchSource;
import io.splitmask.datasets.EmbeddedSet;
import io.splitmask.datasets.loader.LoaderBatches;
import io.splitmask.datasets.loader.LoaderOptions;
import io.splitmask.datasets.transform.PretrainTransform;
import io.splitmask.method.ImageBatch;
import io.splitmask.method.Step;
import io.splitmask.method.splitmask.SplitMask;
import io.splitmask.method.splitmask.SplitMaskRecipe;
import io.splitmask.nn.VitConfig;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.BackendProvider;
import io.splitmask.spi.Backends;
import io.splitmask.tensor.TensorScope;
import io.splitmask.tokenizers.CodebookTokenizer;
import io.splitmask.tokenizers.RandomProjection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Computes the loss of the same batch, with the same weights and masks, on every engine that can run here. */
public final class CompareEngines {
    private static final SplittableSeed SEED = SplittableSeed.of(0);
    private static final int WORDS = 512;

    private CompareEngines() {}

    /** Runs the program; {@code splitmask bench step} compares their speed. */
    public static void main(String[] args) {
        run(VitConfig.micro(64, 8), 16).forEach((engine, loss) -> System.out.println(engine + ": loss " + loss));
    }

    /** Returns the loss by the name of the engine. */
    static Map<String, Float> run(VitConfig model, int batchSize) {
        var loader = new LoaderBatches(
                EmbeddedSet.train(), new PretrainTransform(model.imageHeight()), LoaderOptions.training(batchSize, 0));
        Batch batch;
        try (BatchSource batches = loader.openAt(0)) {
            batch = batches.next();
        }
        Map<String, Float> losses = new LinkedHashMap<>();
        for (BackendProvider engine : Backends.installed()) {
            if (engine.availability().available()) {
                losses.put(engine.name(), loss(engine, model, batch));
            }
        }
        return losses;
    }

    private static float loss(BackendProvider engine, VitConfig model, Batch batch) {
        try (Backend backend = engine.open(BackendConfig.cpu());
                TensorScope scope = TensorScope.open()) {
            var words = new CodebookTokenizer(
                    backend, RandomProjection.codebook(WORDS, model.patchSize() / 2, SEED.child("words")));
            var method = new SplitMask(backend, model, SplitMaskRecipe.PAPER, words, 0);
            method.initialise(SEED.child("weights"));
            return method.loss(new ImageBatch(backend, batch), new Step(0, SEED.child("masks")))
                    .total()
                    .item();
        }
    }
}

package io.splitmask.examples;

import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.ImageFolder;
import io.splitmask.datasets.loader.LoaderBatches;
import io.splitmask.datasets.loader.LoaderOptions;
import io.splitmask.datasets.transform.PretrainTransform;
import io.splitmask.datasets.transform.TrainTransform;
import io.splitmask.method.splitmask.SplitMask;
import io.splitmask.method.splitmask.SplitMaskRecipe;
import io.splitmask.nn.VitClassifier;
import io.splitmask.nn.VitConfig;
import io.splitmask.random.SplittableSeed;
import io.splitmask.recipe.AdamwRecipe;
import io.splitmask.recipe.FinetuneRecipe;
import io.splitmask.recipe.PretrainRecipe;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Backends;
import io.splitmask.tensor.TensorScope;
import io.splitmask.tokenizers.CodebookTokenizer;
import io.splitmask.tokenizers.RandomProjection;
import io.splitmask.train.CheckpointSettings;
import io.splitmask.train.FineTuneSettings;
import io.splitmask.train.FineTuner;
import io.splitmask.train.Pretrainer;
import io.splitmask.train.RunFolder;
import io.splitmask.train.StopRequest;
import io.splitmask.train.TrainListener;
import io.splitmask.train.TrainingSettings;
import java.nio.file.Path;

/** Pre-trains a Vision Transformer on a folder of images without labels, then fine-tunes it on classes. */
public final class PretrainAndFinetune {
    private static final int BATCH = 16;
    private static final int EPOCHS = 2;
    private static final long SEED = 0;

    private PretrainAndFinetune() {}

    /** Runs the program. @param args folder with a folder of images for each class, folder for the results */
    public static void main(String[] args) throws Exception {
        run(Path.of(args[0]), Path.of(args[1]), VitConfig.tiny(64, 8));
    }

    /** Does both. @param photos a folder for each class @param out where weights, checkpoints and numbers go */
    static void run(Path photos, Path out, VitConfig model) throws Exception {
        // README: begin
        try (Backend backend = Backends.openBest(BackendConfig.cpu());
                TensorScope scope = TensorScope.open()) {
            ImageDataset images = ImageFolder.open(photos);
            RunFolder pretrained = new RunFolder(out.resolve("pretrain"));
            var words = new CodebookTokenizer(backend, RandomProjection.codebook(8192, 4, SplittableSeed.of(SEED)));
            var method = new SplitMask(backend, model, SplitMaskRecipe.PAPER, words, 0);
            var recipe = PretrainRecipe.SPLITMASK.scaledToBatch(BATCH).withEpochs(EPOCHS, images.size());
            var crops = new LoaderBatches(images, new PretrainTransform(64), LoaderOptions.training(BATCH, SEED));
            new Pretrainer(method, TrainingSettings.of(recipe, CheckpointSettings.everySeconds(60), SEED), pretrained)
                    .start(crops, TrainListener.NONE, new StopRequest());

            var labelled = new LoaderBatches(images, new TrainTransform(64), LoaderOptions.training(BATCH, SEED));
            var settings = FineTuneSettings.of(
                    recipe(), labelled.batchesPerEpoch(), CheckpointSettings.everySeconds(60), SEED);
            var classifier = new VitClassifier(backend, model, images.classes().size());
            FineTuner.from(pretrained.weights(), classifier, settings, new RunFolder(out.resolve("finetune")))
                    .start(labelled, TrainListener.NONE, new StopRequest());
        }
        // README: end
    }

    private static FinetuneRecipe recipe() {
        return FinetuneRecipe.IMAGENET_BASE
                .withEpochs(EPOCHS, 0)
                .withBatchSize(BATCH)
                .withOptimizer(AdamwRecipe.of(1e-3, 1e-6, 0.05), 0.65)
                .withDropPath(0);
    }
}

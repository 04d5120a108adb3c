package io.splitmask.examples;

import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.ImageFolder;
import io.splitmask.datasets.format.ImageDecoder;
import io.splitmask.datasets.loader.LoaderBatches;
import io.splitmask.datasets.loader.LoaderOptions;
import io.splitmask.datasets.transform.EvalTransform;
import io.splitmask.datasets.transform.TrainTransform;
import io.splitmask.inference.Classifier;
import io.splitmask.nn.VitClassifier;
import io.splitmask.nn.VitConfig;
import io.splitmask.recipe.AdamwRecipe;
import io.splitmask.recipe.FinetuneRecipe;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Backends;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.CheckpointSettings;
import io.splitmask.train.FineTuneSettings;
import io.splitmask.train.FineTuner;
import io.splitmask.train.ModelWeights;
import io.splitmask.train.RunFolder;
import io.splitmask.train.StopRequest;
import io.splitmask.train.TrainListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Fine-tunes pre-trained weights on folders of images, one for each class, then names the class of a picture. */
public final class PredictOneImage {
    private static final int BATCH = 16;
    private static final int EPOCHS = 10;
    private static final long SEED = 0;

    private PredictOneImage() {}

    /** Runs the program. @param args weights, folder with a folder for each class, the picture, folder for the results */
    public static void main(String[] args) throws IOException {
        run(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]), Path.of(args[3]), EPOCHS)
                .forEach((name, probability) -> System.out.printf("%5.1f %% %s%n", 100 * probability, name));
    }

    /** Returns the probability of each class for a picture. */
    static Map<String, Float> run(Path weights, Path photos, Path picture, Path out, int epochs) throws IOException {
        ImageDataset images = ImageFolder.open(photos);
        RunFolder run = new RunFolder(out);
        try (ModelWeights pretrained = ModelWeights.open(weights);
                Backend backend = Backends.openBest(BackendConfig.cpu());
                TensorScope scope = TensorScope.open()) {
            VitConfig model = pretrained.config();
            var batches = new LoaderBatches(
                    images, new TrainTransform(model.imageHeight()), LoaderOptions.training(BATCH, SEED));
            var recipe = FinetuneRecipe.IMAGENET_BASE
                    .withEpochs(epochs, 0)
                    .withBatchSize(BATCH)
                    .withOptimizer(AdamwRecipe.of(1e-3, 1e-6, 0.05), 0.65)
                    .withDropPath(0);
            var settings =
                    FineTuneSettings.of(recipe, batches.batchesPerEpoch(), CheckpointSettings.everySeconds(60), SEED);
            var network = new VitClassifier(backend, model, images.classes().size());
            FineTuner.from(weights, network, settings, run).start(batches, TrainListener.NONE, new StopRequest());

            var preprocessing = new EvalTransform(model.imageHeight());
            try (Classifier classifier = Classifier.open(backend, run.weights(), preprocessing::view)) {
                float[] probabilities = classifier.probabilities(new ImageDecoder().decode(picture));
                Map<String, Float> named = new LinkedHashMap<>();
                for (int label = 0; label < probabilities.length; label++) {
                    named.put(images.classes().get(label), probabilities[label]);
                }
                return named;
            }
        }
    }
}

package io.splitmask.examples;

import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.loader.LoaderBatches;
import io.splitmask.datasets.loader.LoaderOptions;
import io.splitmask.datasets.transform.PretrainTransform;
import io.splitmask.method.mae.Mae;
import io.splitmask.method.mae.MaeRecipe;
import io.splitmask.nn.VitConfig;
import io.splitmask.recipe.PretrainRecipe;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Backends;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.CheckpointSettings;
import io.splitmask.train.Pretrainer;
import io.splitmask.train.RunFolder;
import io.splitmask.train.StopRequest;
import io.splitmask.train.TrainListener;
import io.splitmask.train.TrainingResult;
import io.splitmask.train.TrainingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A data set of one's own: stripes, drawn when they are asked for. Loaders read it from several threads, so it must be
 * thread-safe, and the same index must always give the same image.
 *
 * @param size number of images
 */
public record OwnDataset(int size) implements ImageDataset {
    private static final int SIDE = 40;
    private static final int BATCH = 8;
    private static final long SEED = 0;

    @Override
    public List<String> classes() {
        return List.of("rows", "columns");
    }

    @Override
    public int label(int index) {
        return index % 2;
    }

    @Override
    public String name(int index) {
        return classes().get(label(index)) + " " + index;
    }

    @Override
    public Image read(int index) {
        byte[] rgb = new byte[SIDE * SIDE * 3];
        int period = 4 + index % 7;
        for (int i = 0; i < rgb.length; i++) {
            int across = label(index) == 0 ? i / 3 / SIDE : i / 3 % SIDE;
            rgb[i] = (byte) (255 * (across % period) / period);
        }
        return new Image(SIDE, SIDE, rgb);
    }

    /** Pre-trains on it. @param args folder for the results */
    public static void main(String[] args) throws IOException {
        run(new OwnDataset(500), Path.of(args[0]), VitConfig.micro(32, 8), 10);
    }

    static TrainingResult run(ImageDataset images, Path out, VitConfig model, int epochs) throws IOException {
        try (Backend backend = Backends.openBest(BackendConfig.cpu());
                TensorScope scope = TensorScope.open()) {
            var batches = new LoaderBatches(
                    images, new PretrainTransform(model.imageHeight()), LoaderOptions.training(BATCH, SEED));
            var recipe = PretrainRecipe.MAE.scaledToBatch(BATCH).withEpochs(epochs, images.size());
            var settings = TrainingSettings.of(recipe, CheckpointSettings.everySeconds(60), SEED);
            return new Pretrainer(new Mae(backend, model, MaeRecipe.PAPER, 0), settings, new RunFolder(out))
                    .start(batches, TrainListener.NONE, new StopRequest());
        }
    }
}

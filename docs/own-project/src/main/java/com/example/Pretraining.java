package com.example;

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

/** Pre-trains a small network on drawn pictures. */
public final class Pretraining {
    private static final int BATCH = 8;
    private static final long SEED = 0;

    private Pretraining() {}

    /** Runs the program. @param args folder for the results, number of steps */
    public static void main(String[] args) throws IOException {
        TrainingResult result = run(Path.of(args[0]), Long.parseLong(args[1]));
        System.out.println(result.steps() + " steps; weights in " + new RunFolder(Path.of(args[0])).weights());
    }

    static TrainingResult run(Path out, long steps) throws IOException {
        VitConfig model = VitConfig.micro(DrawnPictures.SIDE, 8);
        try (Backend backend = Backends.openBest(BackendConfig.cpu());
                TensorScope scope = TensorScope.open()) {
            var recipe = PretrainRecipe.MAE.scaledToBatch(BATCH).withUpdates(steps);
            var settings = TrainingSettings.of(recipe, CheckpointSettings.everySeconds(60), SEED);
            return new Pretrainer(new Mae(backend, model, MaeRecipe.PAPER, 0), settings, new RunFolder(out))
                    .start(position -> new DrawnPictures(BATCH, position), TrainListener.NONE, new StopRequest());
        }
    }
}

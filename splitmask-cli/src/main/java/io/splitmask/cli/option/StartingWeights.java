package io.splitmask.cli.option;

import io.splitmask.nn.VitConfig;
import io.splitmask.train.ModelWeights;
import io.splitmask.train.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The weights that a command works with: those of a run, or a public checkpoint. */
public final class StartingWeights {
    /** What users may name. */
    static final String KINDS =
            "the folder of a run, or a public checkpoint (.safetensors, .pth) of timm, DINO, MAE, BEiT"
                    + " or Hugging Face. Its model sizes are taken over; --image may differ.";

    private StartingWeights() {}

    /**
     * Finds the file.
     *
     * @param given a file, the folder of a run, or a folder of a model hub
     * @throws UsageException if there is no such file
     */
    public static Path file(Path given) {
        Path file = Files.isDirectory(given) ? inFolder(given) : given;
        if (!Files.exists(file)) {
            throw new UsageException("--weights: " + MissingFile.message("file", file));
        }
        return file.toAbsolutePath();
    }

    /** A run's weights, or those of a folder as model hubs have it. */
    private static Path inFolder(Path folder) {
        Path own = new RunFolder(folder).weights();
        Path published = folder.resolve("model.safetensors");
        if (!Files.exists(own) && !Files.exists(published)) {
            throw new UsageException("--weights: there is no " + own.getFileName() + " in "
                    + folder.toAbsolutePath().normalize() + "; expected the folder of a run that has ended");
        }
        return Files.exists(published) ? published : own;
    }

    /** Returns the sizes of the model in a file. */
    static VitConfig config(Path file) throws IOException {
        try (ModelWeights weights = ModelWeights.open(file)) {
            return weights.config();
        }
    }

    /** Returns the model for images of another size. @throws UsageException if its patches do not cover them */
    static VitConfig withImage(VitConfig model, int side) {
        int patch = model.patchSize();
        if (side % patch != 0) {
            throw new UsageException("--image " + side + " is not a multiple of the weights' patch of " + patch
                    + "; try --image " + Math.max(1, Math.round((float) side / patch)) * patch);
        }
        return model.withImage(side, side);
    }
}

package io.splitmask.train;

import java.nio.file.Path;

/**
 * Where the files of a run lie.
 *
 * @param path the folder
 */
public record RunFolder(Path path) {
    /** Returns the file of all settings. */
    public Path config() {
        return path.resolve("config.json");
    }

    /** Returns the table with a row per step. */
    public Path metrics() {
        return path.resolve("metrics.csv");
    }

    /** Returns the folder of the checkpoints. */
    public Path checkpoints() {
        return path.resolve("checkpoints");
    }

    /** Returns the file of the final weights. */
    public Path weights() {
        return path.resolve("weights.safetensors");
    }

    /** Returns the file of the final averaged weights, of runs that average them. */
    public Path averagedWeights() {
        return path.resolve("weights_ema.safetensors");
    }
}

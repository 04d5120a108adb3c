package io.splitmask.cli.probe;

import io.splitmask.cli.option.CropOptions;
import io.splitmask.cli.option.UsageException;
import io.splitmask.cli.run.FinetunePlans;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How images are turned into features. */
final class FeatureOptions {
    @Option(
            names = "--features",
            paramLabel = "DIR",
            description =
                    "Keep features in this folder, where other runs find those of the same weights, images and engine. "
                            + "Default: features/ in the run's folder.")
    private @Nullable Path cache;

    @Mixin
    private final CropOptions crop = new CropOptions(FinetunePlans.TEST_CROP_RATIO);

    /** Checks the folder asked for, before anything is computed. */
    void checkCache() {
        if (cache != null && Files.exists(cache) && !Files.isDirectory(cache)) {
            throw new UsageException("--features: expected a folder, got the file " + cache.toAbsolutePath());
        }
    }

    /** Returns the folder of the features. @param run folder of the run */
    Path cache(Path run) {
        return cache == null ? run.resolve("features") : cache;
    }

    /** Returns the share of the short side. */
    double cropRatio() {
        return crop.ratio();
    }
}

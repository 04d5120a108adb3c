package io.splitmask.cli.option;

import io.splitmask.train.CheckpointSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When a run writes down how far it is. */
public final class CheckpointOptions {
    private static final int CHECKPOINT_SECONDS = 60;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "N",
            converter = PositiveInt.class,
            description =
                    "Write a checkpoint every N optimizer steps. Default: every " + CHECKPOINT_SECONDS + " seconds.")
    private @Nullable Integer checkpointSteps;

    /** Returns when checkpoints are written. */
    public CheckpointSettings settings() {
        return checkpointSteps == null
                ? CheckpointSettings.everySeconds(CHECKPOINT_SECONDS)
                : CheckpointSettings.everySteps(checkpointSteps);
    }
}

package io.splitmask.cli.option;

import io.splitmask.train.CheckpointSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a run of many steps leaves what it finds, and how it goes on. */
public final class RunOptions extends ResultOptions {
    private static final int CHECKPOINT_SECONDS = 60;

    @Option(names = "--resume", description = "Go on with the run in --out from its last checkpoint.")
    private boolean resume;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "N",
            converter = PositiveInt.class,
            description =
                    "Write a checkpoint every N optimizer steps. Default: every " + CHECKPOINT_SECONDS + " seconds.")
    private @Nullable Integer checkpointSteps;

    public boolean resume() {
        return resume;
    }

    /** Returns when checkpoints are written. */
    public CheckpointSettings checkpoints() {
        return checkpointSteps == null
                ? CheckpointSettings.everySeconds(CHECKPOINT_SECONDS)
                : CheckpointSettings.everySteps(checkpointSteps);
    }

    /** Creates the run's folder, or finds the one to go on with; see {@link ResultOptions#openFolder}. */
    @Override
    public Path openFolder(String command, Clock clock) throws IOException {
        return resume ? logged(resumed(out())) : super.openFolder(command, clock);
    }

    private static Path resumed(@Nullable Path folder) {
        if (folder == null) {
            throw new UsageException("--resume needs --out DIR, the folder of the run to go on with");
        }
        return RunFolders.existing(folder);
    }
}

package io.splitmask.cli.option;

import io.splitmask.train.CheckpointSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a run leaves what it finds, and how it goes on. */
public final class RunOptions {
    /** Name of the file in a run's folder that gets warnings of libraries. */
    static final String LOG = "log.txt";

    private static final int CHECKPOINT_SECONDS = 60;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder of the run. Default: runs/<time>-<command>.")
    private @Nullable Path out;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of everything random; one seed, one result. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--resume", description = "Go on with the run in --out from its last checkpoint.")
    private boolean resume;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "N",
            converter = PositiveInt.class,
            description =
                    "Write a checkpoint every N optimizer steps. Default: every " + CHECKPOINT_SECONDS + " seconds.")
    private @Nullable Integer checkpointSteps;

    @Option(names = "--quick", description = "Small and short: shows that everything works, not how well.")
    private boolean quick;

    @Option(names = "--json", description = "Print the results as JSON on standard output.")
    private boolean json;

    public long seed() {
        return seed;
    }

    public boolean resume() {
        return resume;
    }

    public boolean quick() {
        return quick;
    }

    public boolean json() {
        return json;
    }

    /** Returns when checkpoints are written. */
    public CheckpointSettings checkpoints() {
        return checkpointSteps == null
                ? CheckpointSettings.everySeconds(CHECKPOINT_SECONDS)
                : CheckpointSettings.everySteps(checkpointSteps);
    }

    /**
     * Creates the run's folder, or finds the one to go on with, and sends warnings of libraries to its log.
     *
     * @param command the command's name, part of the default folder's
     * @throws IOException if it cannot be created
     */
    public Path openFolder(String command, Clock clock) throws IOException {
        Path folder = resume ? resumed(out) : RunFolders.create(out, command, clock);
        RunLog.writeTo(folder.resolve(LOG));
        return folder;
    }

    private static Path resumed(@Nullable Path folder) {
        if (folder == null) {
            throw new UsageException("--resume needs --out DIR, the folder of the run to go on with");
        }
        return RunFolders.existing(folder);
    }
}

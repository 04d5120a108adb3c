package io.splitmask.cli.option;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a run leaves what it finds, and what it draws its chances from. */
public class ResultOptions extends OutputOptions {
    /** Name of the file in a run's folder that gets warnings of libraries. */
    static final String LOG = "log.txt";

    @Option(names = "--out", paramLabel = "DIR", description = "Folder of the run. Default: runs/<time>-<command>.")
    private @Nullable Path out;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of everything random; one seed, one result. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--quick", description = "Small and short: shows that everything works, not how well.")
    private boolean quick;

    /** Returns the seed of everything random. */
    public long seed() {
        return seed;
    }

    /** Returns whether the run is to be small and short. */
    public boolean quick() {
        return quick;
    }

    /** Returns what was given as the folder of the run. */
    @Nullable
    Path folder() {
        return out;
    }

    /**
     * Checks what was given as the folder of the run, without touching it: long before it is needed.
     *
     * @throws UsageException if a new run cannot have it
     */
    public void checkFolder() throws IOException {
        if (out != null) {
            RunFolders.requireFree(out);
        }
    }

    /**
     * Creates the run's folder and sends warnings of libraries to its log.
     *
     * <p>Commands ask for it last, when all else that they need is there: what fails before leaves no folder.
     *
     * @param command the command's name, part of the default folder's
     * @throws IOException if it cannot be created
     */
    public Path openFolder(String command, Clock clock) throws IOException {
        return logged(RunFolders.create(out, command, clock));
    }

    /** Sends warnings of libraries to the log of a run. */
    static Path logged(Path folder) throws IOException {
        RunLog.writeTo(folder.resolve(LOG));
        return folder;
    }
}

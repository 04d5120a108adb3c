package io.splitmask.cli.option;

import io.splitmask.train.CheckpointSettings;
import io.splitmask.train.RunConfig;
import io.splitmask.train.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a run of many steps leaves what it finds, and how it goes on. */
public final class RunOptions extends ResultOptions {
    @Option(names = "--resume", description = "Go on with the run in --out from its last checkpoint.")
    private boolean resume;

    @Mixin
    private final MemoryOptions memory = new MemoryOptions();

    @Mixin
    private final CheckpointOptions checkpoints = new CheckpointOptions();

    /** Returns whether an earlier run goes on. */
    public boolean resume() {
        return resume;
    }

    /** Returns when checkpoints are written. */
    public CheckpointSettings checkpoints() {
        return checkpoints.settings();
    }

    /**
     * Returns whether blocks are computed again on the way back.
     *
     * @param earlier settings of the run to go on with; null for a new one
     */
    public boolean recompute(@Nullable RunConfig earlier) {
        return earlier == null ? memory.recompute() : MemoryOptions.recompute(earlier);
    }

    /** Returns what all new runs write down of these options and of the others of the command, by name. */
    public Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(GivenOptions.SETTING, given().values());
        settings.put(MemoryOptions.SETTING, memory.recompute());
        return settings;
    }

    /** Creates the run's folder, or finds the one to go on with; see {@link ResultOptions#openFolder}. */
    @Override
    public Path openFolder(String command, Clock clock) throws IOException {
        return resume ? logged(resumed(folder())) : super.openFolder(command, clock);
    }

    /**
     * Checks what was given as the folder of the run, without touching it.
     *
     * @return the settings of the run to go on with; empty for a new one
     * @throws UsageException if the run cannot have this folder, or it is not that of a run, or that of one that was
     *     begun with other options
     */
    public Optional<RunConfig> earlier() throws IOException {
        if (!resume) {
            checkFolder();
            return Optional.empty();
        }
        Path folder = resumed(folder());
        Path config = new RunFolder(folder).config();
        if (!Files.exists(config)) {
            throw new UsageException(
                    "--resume: " + folder + " is not the folder of a run: it has no " + config.getFileName());
        }
        RunConfig earlier = RunConfig.read(config);
        given().requireThoseOf(earlier);
        return Optional.of(earlier);
    }

    private static Path resumed(@Nullable Path folder) {
        if (folder == null) {
            throw new UsageException("--resume needs --out DIR, the folder of the run to go on with");
        }
        return RunFolders.existing(folder);
    }
}

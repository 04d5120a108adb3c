package io.splitmask.cli.run;

import io.splitmask.cli.option.RunOptions;
import io.splitmask.train.RunConfig;
import io.splitmask.train.RunFolder;
import io.splitmask.train.TrainListener;
import io.splitmask.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a command's run, with its settings. As a listener it says how an interrupted run goes on: listeners hear
 * of the end while the {@link Interruption} is open, and after it the JVM may end at any moment.
 */
public final class CommandFolder implements FolderSource, TrainListener {
    private final RunOptions run;
    private final RunConfig config;
    private @Nullable RunFolder files;

    /** Makes nothing yet. @param config what a new run writes down */
    public CommandFolder(RunOptions run, RunConfig config) {
        this.run = run;
        this.config = config;
    }

    @Override
    public RunFolder open() throws IOException {
        RunFolder opened = new RunFolder(run.openFolder(config.command(), Clock.systemDefaultZone()));
        if (!run.resume()) {
            config.write(opened.config());
        }
        files = opened;
        return opened;
    }

    /** Returns the files of the run, which is open. */
    public RunFolder files() {
        return Objects.requireNonNull(files, "the folder is open");
    }

    /** Returns the folder, which is open. */
    public Path path() {
        return files().path();
    }

    @Override
    public void onEnd(TrainingResult result) {
        if (!result.completed()) {
            run.print("interrupted after step " + result.steps() + "; go on with: splitmask " + config.command()
                    + " --resume --out " + path());
        }
    }
}

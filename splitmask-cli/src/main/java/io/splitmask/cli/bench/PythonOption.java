package io.splitmask.cli.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/** The Python whose PyTorch does the same work. */
public final class PythonOption {
    private static final long PATIENCE_SECONDS = 60;

    @Option(
            names = "--python",
            paramLabel = "COMMAND",
            description = "Python for the peers. Default: ${DEFAULT-VALUE}.")
    private String python = "python3";

    /** Returns the command that starts it. */
    public String command() {
        return python;
    }

    /** Returns whether there is such a command and it has PyTorch. */
    public boolean hasTorch() throws InterruptedException {
        try {
            Process process = new ProcessBuilder(python, "-c", "import torch")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            process.destroy();
            return ended && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // no such command
        }
    }

    /** Returns the line that says why there is nothing of it. */
    public String absence() {
        return "'" + python + "' has no PyTorch: compared without it";
    }
}

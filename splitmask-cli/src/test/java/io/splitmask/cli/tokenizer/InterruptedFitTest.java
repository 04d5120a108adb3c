package io.splitmask.cli.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.cli.CommandProcess;
import io.splitmask.cli.CommandRun;
import io.splitmask.cli.run.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A clustering whose process is asked to stop, or killed without warning. */
class InterruptedFitTest {
    private final Path images;
    private final Path unbroken;
    private final Path broken;

    InterruptedFitTest(@TempDir Path folder) throws IOException {
        images = SomeImages.in(folder.resolve("images"), 40);
        unbroken = folder.resolve("unbroken.safetensors");
        broken = folder.resolve("broken.safetensors");
    }

    @Test
    @Timeout(300)
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows kills a process without telling it")
    void brokenFitGoesOnAndEndsWithTheSameBytes() throws Exception {
        Path state = broken.resolveSibling("broken.safetensors.state");
        CommandRun whole = CommandRun.of(List.of(), fit(unbroken));
        assertThat(whole.code()).as(whole.err()).isZero();

        Process killed = CommandProcess.of(fit(broken)).start();
        awaitLine(killed, "iteration 2 done");
        // Through the handle: the process itself would close what it says.
        killed.toHandle().destroyForcibly();
        assertThat(end(killed)).isNotZero();
        assertThat(state).exists();

        Process stopped = CommandProcess.of(fit(broken, "--resume")).start();
        awaitLine(stopped, "iteration 4 done");
        stopped.toHandle().destroy();
        assertThat(end(stopped)).isEqualTo(128 + 15);
        assertThat(state).exists();
        assertThat(broken).doesNotExist();

        CommandRun other = CommandRun.of(List.of(), fit(broken, "--resume", "--vocab", "8", "--points", "40000"));
        assertThat(other.code()).isEqualTo(ExitCode.USAGE);
        assertThat(other.err())
                .contains("--resume keeps the options that the run began with: --vocab expected 1000, got 8;");

        Process last = CommandProcess.of(fit(broken, "--resume")).start();
        awaitLine(last, "going on after iteration");
        assertThat(end(last)).isZero();
        assertThat(broken).hasSameBinaryContentAs(unbroken);
        assertThat(state).doesNotExist();
    }

    private String[] fit(Path out, String... more) {
        // One thread: sums in the order of threads would make the last bits a matter of chance.
        List<String> command = new ArrayList<>(List.of("tokenizer", "fit", "--engine", "dl4j", "--threads", "1"));
        command.addAll(List.of("--out", out.toString()));
        if (more.length == 0) {
            command.addAll(List.of("--data", images.toString(), "--image", "32", "--patch", "8", "--vocab", "1000"));
            command.addAll(List.of("--points", "40000", "--iterations", "60", "--tolerance", "0"));
        }
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }

    /** Reads what a process tells until a line holds the text. */
    private static void awaitLine(Process process, String text) throws IOException {
        BufferedReader lines = process.errorReader();
        String line = lines.readLine();
        while (line != null && !line.contains(text)) {
            line = lines.readLine();
        }
        assertThat(line).as("a line with '%s'", text).isNotNull();
    }

    /** Reads what else a process tells, so that it can go on, and returns its exit code. */
    private static int end(Process process) throws Exception {
        process.errorReader().transferTo(Writer.nullWriter());
        return process.waitFor();
    }
}

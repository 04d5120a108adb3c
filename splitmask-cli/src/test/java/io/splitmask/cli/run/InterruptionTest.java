package io.splitmask.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class InterruptionTest {
    /** A run that never ends by itself. */
    static final class EndlessRun {
        private EndlessRun() {}

        public static void main(String[] args) throws Exception {
            try (Interruption interruption = Interruption.listen(Duration.ofMinutes(1))) {
                System.out.println("started");
                while (!interruption.requested()) {
                    Thread.onSpinWait();
                }
                Files.writeString(Path.of(args[0]), "checkpoint");
            }
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows kills a process without telling it")
    void aStoppedRunWritesItsCheckpointFirst(@TempDir Path folder) throws Exception {
        Path checkpoint = folder.resolve("checkpoint");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process run = new ProcessBuilder(
                        java.toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndlessRun.class.getName(),
                        checkpoint.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = new BufferedReader(new InputStreamReader(run.getInputStream(), StandardCharsets.UTF_8));
        assertThat(out.readLine()).isEqualTo("started");
        run.destroy();
        assertThat(run.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(run.exitValue()).isEqualTo(128 + 15);
        assertThat(checkpoint).hasContent("checkpoint");
    }

    @Test
    void aRunThatEndsByItselfWasNotInterrupted() {
        Interruption interruption = Interruption.listen(Duration.ofMinutes(1));
        interruption.close();
        assertThat(interruption.requested()).isFalse();
    }
}

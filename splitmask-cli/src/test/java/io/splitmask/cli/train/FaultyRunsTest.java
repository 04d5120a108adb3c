package io.splitmask.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.cli.CommandProcess;
import io.splitmask.cli.CommandRun;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.train.CheckpointStore;
import io.splitmask.train.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees of a run that is interrupted, or that its machine refuses something. */
class FaultyRunsTest {
    private static final String TINY = " --model vit_micro --image 16 --patch 8 --vocab 8 --batch 2 --threads 1";

    private final RunFolder run;

    FaultyRunsTest(@TempDir Path folder) {
        run = new RunFolder(folder.resolve("run"));
    }

    private String[] pretrain(String engine, String more) {
        return ("pretrain --out " + run.path() + " --engine " + engine + TINY + more).split(" ");
    }

    @Test
    @Timeout(120)
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows kills a process without telling it")
    void ctrlCWritesACheckpointFirst() throws Exception {
        Path said = run.path().resolveSibling("said.txt");
        Process process = CommandProcess.of(pretrain("reference", " --updates 1000000 --checkpoint-every 1000000"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(said.toFile())
                .start();
        try {
            while (!Files.exists(run.metrics()) || Files.size(run.metrics()) == 0) {
                assertThat(process.waitFor(10, TimeUnit.MILLISECONDS)).isFalse();
            }
            assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(process.waitFor()).isEqualTo(ExitCode.INTERRUPTED);
        } finally {
            process.destroyForcibly();
        }
        long steps = Files.readAllLines(run.metrics()).size() - 1;
        assertThat(new CheckpointStore(run.checkpoints(), 1)
                        .latest()
                        .orElseThrow()
                        .facts()
                        .step())
                .isPositive()
                .isEqualTo(steps);
        assertThat(said)
                .hasContent("interrupted after step " + steps + "; go on with: splitmask pretrain --resume --out "
                        + run.path());
    }

    /** No user may make folders there, not even root. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems have no such folder")
    void aFolderThatCannotBeWrittenIsNamed() {
        CommandRun refused = CommandRun.of(
                List.of(), ("pretrain --out /sys/splitmask-run --engine reference --updates 1" + TINY).split(" "));
        assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.err().lines())
                .singleElement()
                .asString()
                .startsWith("splitmask pretrain: cannot read or write /sys/splitmask-run: ");
    }
}

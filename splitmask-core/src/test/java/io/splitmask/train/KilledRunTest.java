package io.splitmask.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledRunTest {
    private static final int KILLS = 3;
    /** Steps that a process may be ahead of what was read from it: it is killed in the middle of any of them. */
    private static final int AHEAD = 6;

    private final Path folder;
    private final Path unbrokenFolder;

    KilledRunTest(@TempDir Path folder, @TempDir Path unbrokenFolder) {
        this.folder = folder;
        this.unbrokenFolder = unbrokenFolder;
    }

    @Test
    void runKilledAgainAndAgainEndsWithTheSameBytes() throws Exception {
        TinyRun unbroken = KilledRunMain.run(unbrokenFolder);
        assertThat(unbroken.start(TrainListener.NONE).completed()).isTrue();

        RandomStream random = SplittableSeed.of(11).child("kills").stream();
        long killStep = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            killStep += TinyRun.CHECKPOINT_EVERY + 1 + random.nextInt(10);
            killAfter(killStep);
            killStep += AHEAD;
            assertThat(new CheckpointStore(new RunFolder(folder).checkpoints(), 1).files())
                    .isNotEmpty();
        }
        assertThat(killStep).isLessThan(KilledRunMain.STEPS);

        TinyRun killed = KilledRunMain.run(folder);
        assertThat(killed.resume(TrainListener.NONE).completed()).isTrue();
        assertThat(killed.files()).isEqualTo(unbroken.files());
    }

    private void killAfter(long step) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        ChildJvm.command(KilledRunMain.class, folder.toString(), Long.toString(step + AHEAD)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String expected = "step " + step;
            String line = output.readLine();
            while (line != null && !line.equals(expected)) {
                line = output.readLine();
            }
            assertThat(line).as("the process reaches step " + step).isEqualTo(expected);
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor())
                .as("exit status of a killed process")
                .isNotZero()
                .isNotEqualTo(1);
    }
}

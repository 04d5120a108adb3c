package io.splitmask.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.cli.CommandProcess;
import io.splitmask.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole pre-training run on a real engine whose process is killed without warning. */
class KilledCommandTest {
    private static final int LAST_STEP = 24;
    private static final int KILL_AT = 9;

    private final Path killed;
    private final Path unbroken;

    KilledCommandTest(@TempDir Path folder) {
        killed = folder.resolve("killed");
        unbroken = folder.resolve("unbroken");
    }

    @Test
    @Timeout(180)
    void killedRunGoesOnAndEndsWithTheSameBytes() throws Exception {
        CommandRun whole = CommandRun.of(List.of(), pretrain(unbroken));
        assertThat(whole.code()).as(whole.err()).isZero();

        Process process = CommandProcess.start(pretrain(killed));
        try {
            awaitCheckpoint(process, killed.resolve("checkpoints"), KILL_AT);
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(killed.resolve("weights.safetensors")).doesNotExist();

        assertThat(CommandProcess.start(pretrain(killed, "--resume")).waitFor()).isZero();
        assertThat(killed.resolve("weights.safetensors"))
                .hasSameBinaryContentAs(unbroken.resolve("weights.safetensors"));
        assertThat(losses(killed)).hasSize(LAST_STEP).isEqualTo(losses(unbroken));
    }

    private static String[] pretrain(Path out, String... more) {
        // One thread: sums in the order of threads would make the last bits a matter of chance.
        List<String> command = new ArrayList<>(List.of("pretrain", "--engine", "djl", "--threads", "1"));
        command.addAll(List.of("--out", out.toString(), "--model", "vit_micro", "--image", "32", "--vocab", "64"));
        command.addAll(List.of("--batch", "8", "--updates", Integer.toString(LAST_STEP), "--checkpoint-every", "3"));
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }

    /** Waits until a run has written a checkpoint of this step or a later one. */
    private static void awaitCheckpoint(Process process, Path checkpoints, int step) throws Exception {
        while (newest(checkpoints) < step) {
            assertThat(process.waitFor(10, TimeUnit.MILLISECONDS))
                    .as("the run has ended before step " + step)
                    .isFalse();
        }
    }

    private static int newest(Path checkpoints) throws IOException {
        if (!Files.exists(checkpoints)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(checkpoints)) {
            return files.map(file -> Objects.requireNonNull(file.getFileName()).toString())
                    .filter(name -> name.endsWith(".safetensors") && name.startsWith("step-"))
                    .mapToInt(name -> Integer.parseInt(name.substring(5, name.indexOf('.'))))
                    .max()
                    .orElse(0);
        }
    }

    /** The lines of the measurements up to the loss; later columns tell how long things took. */
    private static List<List<String>> losses(Path run) throws IOException {
        List<String> lines = Files.readAllLines(run.resolve("metrics.csv"));
        int loss = Arrays.asList(lines.get(0).split(",")).indexOf("loss");
        return lines.stream()
                .skip(1)
                .map(line -> Arrays.asList(line.split(",")).subList(0, loss + 1))
                .toList();
    }
}

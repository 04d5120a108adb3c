package io.splitmask.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.cli.CommandProcess;
import io.splitmask.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A study whose process is killed without warning, while some of its runs are done and one is under way. */
class KilledStudyTest {
    private static final String LAST_CELL = "mine-random-projection-share0.05-epochs2-seed0";

    private final Path folder;

    KilledStudyTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    @Timeout(600)
    void aKilledStudyGoesOnAndEndsWithTheSameNumbers() throws Exception {
        String plan = TinyPlan.write(folder).toString();
        Path unbroken = folder.resolve("unbroken");
        Path killed = folder.resolve("killed");
        CommandRun whole = CommandRun.of(List.of(), study("--plan", plan, "--out", unbroken.toString()));
        assertThat(whole.code()).as(whole.err()).isZero();

        Path pretraining = killed.resolve("cells").resolve(LAST_CELL).resolve("pretrain");
        Process process = CommandProcess.start(study("--plan", plan, "--out", killed.toString()));
        try {
            awaitCheckpoint(process, pretraining.resolve("checkpoints"));
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(pretraining.resolve("result.json")).doesNotExist();
        assertThat(killed.resolve("report.html")).doesNotExist();
        Path done =
                killed.resolve("cells").resolve("scratch").resolve("finetune-1").resolve("weights.safetensors");
        Object written = Files.getLastModifiedTime(done);

        assertThat(CommandProcess.start(study("--resume", killed.toString())).waitFor())
                .isZero();
        assertThat(Files.getLastModifiedTime(done)).isEqualTo(written);
        assertThat(Files.readAllLines(pretraining.resolve("metrics.csv"))).hasSize(1 + TinyPlan.UPDATES);
        assertThat(pretraining.resolve("weights.safetensors"))
                .hasSameBinaryContentAs(unbroken.resolve("cells")
                        .resolve(LAST_CELL)
                        .resolve("pretrain")
                        .resolve("weights.safetensors"));
        assertThat(runs(killed)).isEqualTo(runs(unbroken));
    }

    private static List<List<String>> runs(Path study) throws IOException {
        return StudyCommandTest.accuracies(Files.readAllLines(study.resolve("runs.csv")));
    }

    private static String[] study(String... more) {
        // One thread: sums in the order of threads would make the last bits a matter of chance.
        List<String> command = new ArrayList<>(List.of("study", "--engine", "djl", "--threads", "1"));
        command.addAll(List.of("--checkpoint-every", "2"));
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }

    /** Waits until a run has written a checkpoint. */
    private static void awaitCheckpoint(Process process, Path checkpoints) throws Exception {
        while (!hasFiles(checkpoints)) {
            assertThat(process.waitFor(5, TimeUnit.MILLISECONDS))
                    .as("the study has ended before")
                    .isFalse();
        }
    }

    private static boolean hasFiles(Path checkpoints) throws IOException {
        if (!Files.exists(checkpoints)) {
            return false;
        }
        try (Stream<Path> files = Files.list(checkpoints)) {
            return files.anyMatch(file -> file.toString().endsWith(".safetensors"));
        }
    }
}

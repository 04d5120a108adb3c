package io.splitmask.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.cli.CommandRun;
import io.splitmask.cli.run.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users get for wrong input, and the way from images to a classifier by command line. */
class TrainingCommandsTest {
    @Test
    void aFolderWithoutImagesIsOneLine(@TempDir Path folder) {
        CommandRun run = CommandRun.of(
                List.of(),
                "pretrain",
                "--data",
                folder.toString(),
                "--out",
                folder.resolve("run").toString());
        assertThat(run.code()).isNotEqualTo(ExitCode.DONE);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).contains(folder.toAbsolutePath().toString());
    }

    @Test
    void aMissingFolderIsWrongUsage(@TempDir Path folder) {
        CommandRun run = CommandRun.of(
                List.of(), "pretrain", "--data", folder.resolve("none").toString());
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("none", folder.toAbsolutePath().toString());
    }

    @Test
    void anUnknownMethodListsTheKnown() {
        CommandRun run = CommandRun.of(List.of(), "pretrain", "--method", "dyno");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("unknown method 'dyno'", "known: splitmask");
    }

    @Test
    void missingWeightsNameTheFile(@TempDir Path folder) {
        CommandRun run = CommandRun.of(
                List.of(),
                "finetune",
                "--weights",
                folder.resolve("run").toString(),
                "--out",
                folder.resolve("out").toString());
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--weights");
    }

    @Test
    void pretrainThenFinetuneLeavesReports(@TempDir Path folder) throws IOException {
        Path pretrained = folder.resolve("pretrained");
        CommandRun pretrain = CommandRun.of(
                List.of(),
                "pretrain",
                "--engine",
                "djl",
                "--threads",
                "1",
                "--model",
                "vit_micro",
                "--vocab",
                "64",
                "--updates",
                "3",
                "--batch",
                "8",
                "--out",
                pretrained.toString());
        assertThat(pretrain.code()).as(pretrain.err()).isEqualTo(ExitCode.DONE);
        assertThat(pretrained.resolve("weights.safetensors")).exists();
        assertThat(Files.readString(pretrained.resolve("report.html"))).contains("What the model fills in");
        CommandRun finetune = CommandRun.of(
                List.of(),
                "finetune",
                "--engine",
                "djl",
                "--threads",
                "1",
                "--weights",
                pretrained.toString(),
                "--epochs",
                "1",
                "--json",
                "--out",
                folder.resolve("finetuned").toString());
        assertThat(finetune.code()).as(finetune.err()).isEqualTo(ExitCode.DONE);
        assertThat(finetune.out()).contains("\"top1\"", "\"images\":136");
        CommandRun again = CommandRun.of(List.of(), "pretrain", "--resume", "--out", pretrained.toString());
        assertThat(again.code()).as(again.err()).isEqualTo(ExitCode.DONE);
    }
}

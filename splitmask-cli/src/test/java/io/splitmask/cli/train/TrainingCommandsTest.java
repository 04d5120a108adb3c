package io.splitmask.cli.train;

import static java.awt.image.BufferedImage.TYPE_INT_RGB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.splitmask.cli.CommandRun;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.train.ModelWeights;
import io.splitmask.train.RunConfig;
import io.splitmask.train.RunFolder;
import io.splitmask.weights.PixelStatistics;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {"pretrain --init", "pretrain --weights", "finetune --init", "finetune --weights", "knn --weights"
            })
    void missingWeightsNameTheFile(String command, @TempDir Path folder) throws IOException {
        Path missing = folder.resolve("none.pth");
        assertThat(usageError(command + " " + missing, folder)).contains("--weights: no such file: " + missing);
        Path noRun = Files.createDirectory(folder.resolve("photos"));
        assertThat(usageError(command + " " + noRun, folder))
                .contains("--weights: there is no weights.safetensors in " + noRun
                        + "; expected the folder of a run that has ended");
    }

    private static String usageError(String command, Path folder) {
        CommandRun run = CommandRun.of(List.of(), (command + " --out " + folder.resolve("out")).split(" "));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(folder.resolve("out")).doesNotExist();
        return run.err();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                argumentSet("a setting the method does not have", "pretrain --set hue=1", ExitCode.USAGE),
                argumentSet("a share above one", "pretrain --drop-path 2", ExitCode.USAGE),
                argumentSet("half patches", "pretrain --image 60", ExitCode.USAGE),
                argumentSet("a test image of half patches", "finetune --test-image 60", ExitCode.USAGE),
                argumentSet("layers that learn nothing", "finetune --layer-decay 0", ExitCode.USAGE),
                argumentSet("no images", "pretrain --data DIR", ExitCode.FAILED),
                argumentSet("no classes", "finetune --data DIR", ExitCode.FAILED),
                argumentSet("a precision it lacks", "finetune --engine dl4j --precision bf16", ExitCode.FAILED),
                argumentSet("a device that is not there", "pretrain --engine djl --device cuda:7", ExitCode.FAILED));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsRefusedLeavesNoRunFolder(String command, int code, @TempDir Path folder) throws IOException {
        Path out = folder.resolve("out");
        Path data = Files.createDirectory(folder.resolve("data"));
        String[] args = (command.replace("DIR", data.toString()) + " --out " + out).split(" ");
        CommandRun run = CommandRun.of(List.of(), args);
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pretrain", "finetune", "demo"})
    void resumingWhatIsNoRunLeavesTheFolderAsItWas(String command, @TempDir Path folder) {
        CommandRun run = CommandRun.of(List.of(), command, "--resume", "--out", folder.toString());
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .isEqualTo("splitmask " + command + ": --resume: " + folder
                        + " is not the folder of a run: it has no config.json" + System.lineSeparator());
        assertThat(folder).isEmptyDirectory();
    }

    /** One of twelve images is few of them all, but many of the eight in the report. */
    @Test
    void anUnreadableImageDoesNotSpoilTheReport(@TempDir Path folder) throws IOException {
        Path photos = Files.createDirectory(folder.resolve("photos"));
        Files.writeString(photos.resolve("0.png"), "no image");
        for (int i = 1; i < 12; i++) {
            ImageIO.write(
                    new BufferedImage(32, 32, TYPE_INT_RGB),
                    "png",
                    photos.resolve(i + ".png").toFile());
        }
        CommandRun run = CommandRun.of(
                List.of(),
                ("pretrain --engine djl --threads 1 --model vit_micro --image 32 --patch 16 --vocab 16 --batch 4"
                                + " --updates 2 --data " + photos + " --out " + folder.resolve("run"))
                        .split(" "));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(folder.resolve("run/report.html")).exists();
    }

    @Test
    void fineTuningTakesTheStepsAskedForWithEverythingOfTheTableOn(@TempDir Path folder) throws IOException {
        Path out = folder.resolve("run");
        CommandRun run = CommandRun.of(
                List.of(),
                ("finetune --engine djl --threads 1 --model vit_micro --image 32 --preset food101 --batch 16 --updates 5"
                                + " --erasing 0.25 --ema 0.9 --test-image 48 --json --out " + out)
                        .split(" "));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("\"top1\"", "\"top1Averaged\"", "\"images\":136", "\"pooling\":\"CLASS_TOKEN\"");
        assertThat(out.resolve("metrics.csv")).content().hasLineCount(6);
        assertThat(out.resolve("weights_ema.safetensors")).exists();
        assertThat(out.resolve("confusion.png")).exists();
        assertThat(out.resolve("report.html"))
                .content()
                .contains(
                        "The classifier started from scratch and sees the class token.",
                        "Test images have 48 pixels a side, training images 32",
                        "averaged weights",
                        "By class");
        CommandRun again = CommandRun.of(
                List.of(), "finetune", "--engine", "djl", "--threads", "1", "--resume", "--json", "--out", out + "");
        assertThat(again.code()).as(again.err()).isEqualTo(ExitCode.DONE);
        assertThat(again.out()).isEqualTo(run.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pretrain", "finetune", "demo"})
    void aRunThatGoesOnKeepsItsOptions(String command, @TempDir Path folder) throws IOException {
        Map<String, Object> settings = Map.of("options", Map.of("--seed", "3"));
        new RunConfig(command, 3, settings, Map.of()).write(new RunFolder(folder).config());
        CommandRun run = CommandRun.of(
                List.of(), command, "--resume", "--out", folder.toString(), "--seed", "4", "--recompute", "--json");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .isEqualTo("splitmask " + command + ": --resume keeps the options that the run began with:"
                        + " --recompute expected none, got true; --seed expected 3, got 4; leave out what differs, or"
                        + " start a new run in another folder" + System.lineSeparator());
        CommandRun same = CommandRun.of(List.of(), command, "--resume", "--out", folder.toString(), "--seed", "3");
        assertThat(same.err()).as("what else the file lacks").contains("expected settings '");
    }

    @Test
    void pretrainingOnASmallSetMasksAndChangesImagesAsTheStudyDoes(@TempDir Path folder) {
        CommandRun run = CommandRun.of(
                List.of(),
                ("pretrain --engine djl --threads 1 --model vit_micro --image 32 --vocab 64 --preset sketch --batch 8"
                                + " --updates 2 --mask-ratio 0.5 --blur 0.9 --out " + folder.resolve("run"))
                        .split(" "));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(folder.resolve("run/config.json"))
                .content()
                .contains(
                        "\"masking\" : \"UNIFORM\"",
                        "\"maskRatio\" : 0.5",
                        "\"blurProbability\" : 0.9",
                        "\"--blur\" : \"0.9\"",
                        "\"recompute\" : false",
                        "\"greyscaleProbability\" : 0.2",
                        "\"solariseProbability\" : 0.2");
    }

    @Test
    void aBatchLargerThanTheDataIsOneLine(@TempDir Path folder) {
        for (String command : List.of("pretrain --updates 3 --batch 6000", "finetune --updates 3 --batch 1000")) {
            assertThat(failure(command + " --model vit_micro", folder))
                    .contains("batch size: expected at most the", "use a smaller batch");
        }
    }

    @Test
    void aTokenizerOfOtherPatchesIsOneLine(@TempDir Path folder) {
        String words = folder.resolve("words.safetensors").toString();
        CommandRun fit = CommandRun.of(
                List.of(),
                ("tokenizer fit --kind random-projection --vocab 8 --image 32 --patch 16 --out " + words).split(" "));
        assertThat(fit.code()).as(fit.err()).isEqualTo(ExitCode.DONE);
        assertThat(failure("pretrain --model vit_micro --image 32 --batch 4 --tokenizer " + words, folder))
                .contains("tokenizer: expected words for patches of 8 pixels");
    }

    /** Returns the one line that says why; nothing is left that would be in the way of a better command. */
    private static String failure(String command, Path folder) {
        Path out = folder.resolve("out");
        CommandRun run = CommandRun.of(List.of(), (command + " --engine djl --threads 1 --out " + out).split(" "));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(out).doesNotExist();
        return run.err();
    }

    @Test
    void testImagesOfHalfPatchesAreWrongUsage(@TempDir Path folder) {
        CommandRun run = CommandRun.of(
                List.of(),
                "finetune",
                "--test-image",
                "60",
                "--out",
                folder.resolve("x").toString());
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("expected test images of whole patches of 8 pixels, got 60 pixels");
    }

    @Test
    void imagesForPublicWeightsAreNormalisedAsTheFileBesideThemSays(@TempDir Path folder) throws IOException {
        String few = " --engine djl --threads 1 --batch 8 --updates 1 --out ";
        Path weights = folder.resolve("public/vit.safetensors");
        Path run = folder.resolve("run");
        assertDone("pretrain --model vit_micro --image 32 --vocab 16" + few + run);
        assertDone("export --format timm --weights " + run + " --out " + weights);
        Path config = weights.resolveSibling("config.json");
        String start = "finetune --model vit_micro --image 32 --weights " + weights + few;

        Files.writeString(config, "{\"num_attention_heads\": 3}");
        assertDone(start + folder.resolve("imagenet"));
        Files.writeString(
                config,
                "{\"num_attention_heads\": 3, \"pretrained_cfg\": {\"mean\": [0.5, 0.5, 0.5], \"std\": [0.5, 0.5, 0.5]}}");
        assertDone(start + folder.resolve("own"));

        List<Double> halves = List.of(0.5, 0.5, 0.5);
        assertThat(pixels(folder.resolve("own"))).contains(new PixelStatistics(halves, halves));
        assertThat(pixels(folder.resolve("imagenet")).orElseThrow().mean()).containsExactly(0.485, 0.456, 0.406);
        assertThat(firstLoss(folder.resolve("own"))).isNotEqualTo(firstLoss(folder.resolve("imagenet")));
    }

    private static void assertDone(String command) {
        CommandRun run = CommandRun.of(List.of(), command.split(" "));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
    }

    private static Optional<PixelStatistics> pixels(Path run) throws IOException {
        try (ModelWeights weights = ModelWeights.open(run.resolve("weights.safetensors"))) {
            return weights.pixelStatistics();
        }
    }

    /** Returns the loss of the first step, before anything was learned. */
    private static String firstLoss(Path run) throws IOException {
        List<String> lines = Files.readAllLines(run.resolve("metrics.csv"));
        int column = List.of(lines.get(0).split(",")).indexOf("loss");
        return lines.get(1).split(",")[column];
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
        assertThat(finetune.out()).contains("\"top1\"", "\"images\":136", "\"pooling\":\"PATCH_MEAN\"");
        assertThat(folder.resolve("finetuned/config.json")).content().contains("\"pooling\" : \"PATCH_MEAN\"");
        CommandRun again = CommandRun.of(List.of(), "pretrain", "--resume", "--out", pretrained.toString());
        assertThat(again.code()).as(again.err()).isEqualTo(ExitCode.DONE);
    }
}

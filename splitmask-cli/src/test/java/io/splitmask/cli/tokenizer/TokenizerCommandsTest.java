package io.splitmask.cli.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.splitmask.cli.CommandProcess;
import io.splitmask.cli.CommandRun;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.io.SafetensorsWriter;
import io.splitmask.random.SplittableSeed;
import io.splitmask.tensor.Shape;
import io.splitmask.tokenizers.Codebook;
import io.splitmask.tokenizers.Metric;
import io.splitmask.tokenizers.RandomProjection;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerCommandsTest {
    private final Path folder;
    private final Path images;
    private final Path outFolder;
    private final Path words;

    TokenizerCommandsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.images = SomeImages.in(folder.resolve("images"), 20);
        this.outFolder = folder.resolve("new folder");
        this.words = outFolder.resolve("words.safetensors");
    }

    private static CommandRun run(String command, Object... args) {
        List<String> line = new ArrayList<>(List.of("tokenizer", command));
        for (Object arg : args) {
            line.add(arg.toString());
        }
        return CommandRun.of(List.of(), line.toArray(new String[0]));
    }

    /** Makes 30 words of 4 pixels from the test's images. */
    private CommandRun fit(Object... more) {
        List<Object> args = new ArrayList<>(List.of("--data", images, "--image", 32, "--patch", 8, "--vocab", 30));
        args.addAll(List.of("--engine", "dl4j", "--threads", 1, "--out", words));
        args.addAll(List.of(more));
        return run("fit", args.toArray());
    }

    @ParameterizedTest
    @CsvSource({
        "random-projection, cosine, random projection",
        "random-patches, cosine, random patches of",
        "kmeans, cosine, 'spherical k-means, '",
        "kmeans, euclidean, 'k-means, '"
    })
    void everyKindGivesACodebookThatSaysHowItWasMade(String kind, String metric, String origin) throws IOException {
        CommandRun run = fit("--kind", kind, "--metric", metric, "--points", 400, "--iterations", 3);
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        Codebook codebook = Codebook.load(words);
        assertThat(codebook.vocabulary()).isEqualTo(30);
        assertThat(codebook.patchSize()).isEqualTo(4);
        assertThat(codebook.metric()).hasToString(metric);
        assertThat(codebook.origin()).startsWith(origin);
        assertThat(run.out())
                .contains("30 words of 4 x 4 pixels", "pretrain --tokenizer " + words + " --image 32 --patch 8");
        assertThat(Files.list(outFolder)).containsExactly(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"random-patches", "kmeans"})
    void oneSeedGivesTheSameFileAndAnotherSeedAnother(String kind) throws IOException {
        assertThat(fit("--kind", kind, "--points", 400).code()).isEqualTo(ExitCode.DONE);
        byte[] first = Files.readAllBytes(words);
        Files.delete(words);
        assertThat(fit("--kind", kind, "--points", 400).code()).isEqualTo(ExitCode.DONE);
        assertThat(words).hasBinaryContent(first);
        Files.delete(words);
        assertThat(fit("--kind", kind, "--points", 400, "--seed", 1).code()).isEqualTo(ExitCode.DONE);
        assertThat(Files.readAllBytes(words)).isNotEqualTo(first);
    }

    @Test
    void jsonSaysWhatWasMade() throws Exception {
        CommandRun run = fit("--kind", "kmeans", "--points", 300, "--mini-batch", 50, "--iterations", 4, "--json");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        JsonNode figures = new ObjectMapper().readTree(run.out());
        assertThat(figures.path("vocabulary").intValue()).isEqualTo(30);
        assertThat(figures.path("patch").intValue()).isEqualTo(8);
        assertThat(figures.path("wordSide").intValue()).isEqualTo(4);
        assertThat(figures.path("kind").asText()).isEqualTo("kmeans");
        assertThat(figures.path("origin").asText()).startsWith("spherical k-means, batches of 50, 4 iterations on 300");
        assertThat(figures.path("file").asText()).isEqualTo(words.toString());
    }

    /** There is no log that could name the image. */
    @Test
    void anImageThatIsLeftOutIsNamedOnStandardError() throws Exception {
        Path broken = Files.writeString(images.resolve("broken.png"), "no image");
        Process process = CommandProcess.of(
                        ("tokenizer fit --kind random-patches --image 32 --patch 8 --vocab 30 --data " + images
                                        + " --out " + folder.resolve("words.safetensors"))
                                .split(" "))
                .start();
        assertThat(process.errorReader().lines().filter(line -> line.startsWith("warning: ")))
                .singleElement()
                .asString()
                .startsWith("warning: image left out: " + broken + ": expected a JPEG");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void aCodebookIsNotOverwritten() throws IOException {
        Files.createDirectories(outFolder);
        Files.writeString(words, "precious");
        CommandRun run = fit("--kind", "random-projection");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("exists already");
        assertThat(words).hasContent("precious");
    }

    @Test
    void anUnfinishedCodebookIsNotOverwrittenEither() throws IOException {
        Files.createDirectories(outFolder);
        Files.writeString(words.resolveSibling("words.safetensors.state"), "state");
        CommandRun run = fit();
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("add --resume to go on with it");
    }

    @Test
    void goingOnWithNothingSaysSoAndWithAFinishedCodebookIsDone() {
        CommandRun nothing = run("fit", "--resume", "--out", words);
        assertThat(nothing.code()).isEqualTo(ExitCode.USAGE);
        assertThat(nothing.err()).contains("nothing to go on with", "words.safetensors.state");
        assertThat(fit("--kind", "random-projection").code()).isEqualTo(ExitCode.DONE);
        CommandRun done = run("fit", "--resume", "--out", words);
        assertThat(done.code()).isEqualTo(ExitCode.DONE);
        assertThat(done.out()).contains("finished already");
    }

    @Test
    void whatDoesNotFitTogetherIsWrongUsageInOneLine() {
        CommandRun patch = run("fit", "--data", images, "--image", 32, "--patch", 5, "--out", words);
        assertThat(patch.code()).isEqualTo(ExitCode.USAGE);
        assertThat(patch.err().lines()).hasSize(1);
        assertThat(patch.err())
                .contains("expected an even --patch, since words are looked up in the image at half size, got 5")
                .contains("expected --image as a multiple of --patch 5, got 32");
        assertThat(run("fit", "--data", images, "--image", 32, "--patch", 6, "--out", words)
                        .err())
                .contains("expected --image as a multiple of --patch 6, got 32")
                .doesNotContain("even");
        CommandRun kind = fit("--kind", "neural");
        assertThat(kind.code()).isEqualTo(ExitCode.USAGE);
        assertThat(kind.err()).contains("unknown kind 'neural'; known: [random-projection, random-patches, kmeans]");
        assertThat(fit("--tolerance", 2).err()).contains("--tolerance from 0 to 1, got 2");
    }

    @Test
    void morePatchesThanJavaHasMemoryForAreRefusedBeforeTheWork() {
        CommandRun run = fit("--points", 2_000_000_000);
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("2000000000 patches need 384.0 GB of Java's memory", "SPLITMASK_JAVA_OPTS=-Xmx");
    }

    @Test
    void tooFewDifferentPatchesAreOneLine() {
        CommandRun run = run(
                "fit", "--data", images, "--image", 32, "--patch", 8, "--vocab", 500, "--points", 400, "--out", words);
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("expected at least as many points as the 500 clusters, got 400");
    }

    @Test
    void statisticsAreATableOrJson() throws Exception {
        assertThat(fit("--points", 400).code()).isEqualTo(ExitCode.DONE);
        CommandRun table = run("stats", words, "--data", images, "--image", 32, "--engine", "dl4j");
        assertThat(table.code()).as(table.err()).isEqualTo(ExitCode.DONE);
        assertThat(table.out()).contains("20, 320 patches", "of 30 (", "nats of at most 3.4012", "RANK");
        CommandRun json = run("stats", words, "--data", images, "--image", 32, "--engine", "djl", "--json");
        JsonNode figures = new ObjectMapper().readTree(json.out());
        assertThat(figures.path("patches").longValue()).isEqualTo(320);
        assertThat(figures.path("entropy").doubleValue()).isBetween(1.0, Math.log(30));
        assertThat(figures.path("perplexity").doubleValue())
                .isEqualTo(Math.exp(figures.path("entropy").doubleValue()));
        assertThat(figures.path("usedShare").doubleValue())
                .isEqualTo(figures.path("usedWords").intValue() / 30.0);
        assertThat(table.out())
                .contains("%.2f %% of all"
                        .formatted(100 * figures.path("commonestShare").doubleValue()));
    }

    @Test
    void theCodebookIsDrawnAndTheCommonestWordComesFirst() throws IOException {
        // Three words of one pixel; nearly all of a dark image is nearest to the third.
        Codebook colours = Codebook.points(2, "test", channels(2f, 1f, -2f));
        Files.createDirectories(outFolder);
        colours.save(words);
        CommandRun plain = run("show", words, "--engine", "dl4j");
        assertThat(plain.code()).as(plain.err()).isEqualTo(ExitCode.DONE);
        Path picture = words.resolveSibling("words.safetensors.png");
        assertThat(plain.out()).contains(picture.toString());
        BufferedImage drawn = Objects.requireNonNull(ImageIO.read(picture.toFile()));
        assertThat(drawn.getWidth()).isEqualTo(2 + 3 * 18);
        assertThat(drawn.getRGB(5, 5) & 0xff).isEqualTo((int) Math.round((2 * 0.225 + 0.406) * 255));
        Path dark = SomeImages.dark(folder.resolve("dark"));
        Path sorted = folder.resolve("sorted.png");
        CommandRun counted = run("show", words, "--engine", "dl4j", "--data", dark, "--image", 32, "--out", sorted);
        assertThat(counted.code()).as(counted.err()).isEqualTo(ExitCode.DONE);
        BufferedImage panels = Objects.requireNonNull(ImageIO.read(sorted.toFile()));
        assertThat(panels.getHeight()).isGreaterThan(2 * drawn.getHeight());
        assertThat(panels.getRGB(5, 5) & 0xffffff)
                .as("the third word: -2 deviations below the mean, cut off at 0")
                .isEqualTo(0x070200);
        assertThat(panels.getRGB(5, drawn.getHeight() + 24 + 5) & 0xffffff)
                .as("the average of dark patches")
                .isZero();
        assertThat(panels.getRGB(23, drawn.getHeight() + 24 + 5) & 0xffffff)
                .as("no patch is light")
                .isEqualTo(0x808080);
    }

    private static float[] channels(float... values) {
        float[] vectors = new float[values.length * 12];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = values[i / 12];
        }
        return vectors;
    }

    @Test
    void imagesThatWordsDoNotCoverAreWrongUsage() throws IOException {
        Files.createDirectories(outFolder);
        RandomProjection.codebook(3, 5, SplittableSeed.of(1)).save(words);
        CommandRun run = run("stats", words, "--data", images, "--image", 32, "--engine", "dl4j");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .contains("--image: expected a multiple of 10, for words of 5 pixels at half size, got 32");
        assertThat(run("show", words, "--engine", "dl4j").code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void aMissingFileIsNamed() {
        CommandRun run = run("show", words);
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("no such file", outFolder.toString());
    }

    @Test
    void pretrainingTakesTheWords() {
        assertThat(fit("--points", 400, "--metric", Metric.EUCLIDEAN).code()).isEqualTo(ExitCode.DONE);
        CommandRun run = CommandRun.of(
                List.of(),
                pretrain("--patch", "8", "--out", folder.resolve("run").toString()));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        CommandRun other = CommandRun.of(
                List.of(),
                pretrain("--patch", "16", "--out", folder.resolve("other").toString()));
        assertThat(other.code()).isEqualTo(ExitCode.FAILED);
        assertThat(other.err())
                .contains(
                        "expected words for patches of 16 pixels, as the model has them, got words for patches of 8",
                        "(4 x 4 pixels at half resolution)");
    }

    @Test
    void wordsWithoutColoursAreOneLineThatNamesTheFile() throws IOException {
        Files.createDirectories(outFolder);
        new SafetensorsWriter()
                .addFloats("codebook", Shape.of(30, 1, 4, 4), () -> new float[30 * 16])
                .write(words);
        CommandRun run = CommandRun.of(
                List.of(),
                pretrain("--patch", "8", "--out", folder.resolve("run").toString()));
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err().lines().filter(line -> line.startsWith("splitmask pretrain: ")))
                .hasSize(1);
        assertThat(run.err()).contains(words.toString(), "expected words [V, 3, P, P], got [30, 1, 4, 4]");
    }

    private String[] pretrain(String... more) {
        List<String> line = new ArrayList<>(List.of("pretrain", "--engine", "dl4j", "--threads", "1"));
        line.addAll(List.of("--data", images.toString(), "--tokenizer", words.toString(), "--model", "vit_micro"));
        line.addAll(List.of("--image", "32", "--batch", "4", "--updates", "2"));
        line.addAll(List.of(more));
        return line.toArray(new String[0]);
    }
}

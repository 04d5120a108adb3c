package io.splitmask.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.splitmask.cli.CommandRun;
import io.splitmask.cli.report.Png;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.data.Image;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitClassifier;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.init.WeightInitialisation;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Backends;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.ModelWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Probes and neighbours from the command line, on pictures of two colours. */
class ProbeCommandsTest {
    private static final int SIDE = 16;
    private static final int PER_CLASS = 15;

    private final Path folder;
    private final Path data;

    ProbeCommandsTest(@TempDir Path folder) {
        this.folder = folder;
        this.data = folder.resolve("data");
    }

    @BeforeEach
    void draw() throws IOException {
        RandomStream random = SplittableSeed.of(2).stream();
        for (int label = 0; label < 2; label++) {
            Path colour = Files.createDirectories(data.resolve(label == 0 ? "blue, dark" : "red"));
            for (int i = 0; i < PER_CLASS; i++) {
                byte[] rgb = new byte[3 * SIDE * SIDE];
                random.nextBytes(rgb);
                for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
                    rgb[3 * pixel + (label == 0 ? 2 : 0)] = (byte) 255;
                    rgb[3 * pixel + (label == 0 ? 0 : 2)] = 0;
                }
                Files.write(colour.resolve(i + ".png"), Png.encode(new Image(SIDE, SIDE, rgb)));
            }
        }
    }

    private CommandRun run(String command, String out, String... more) {
        List<String> args = new ArrayList<>(List.of(
                command,
                "--engine",
                "reference",
                "--model",
                "vit_micro",
                "--image",
                Integer.toString(SIDE),
                "--data",
                data.toString(),
                "--out",
                folder.resolve(out).toString()));
        args.addAll(List.of(more));
        return CommandRun.of(List.of(), args.toArray(String[]::new));
    }

    private static JsonNode json(CommandRun run) throws IOException {
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out().lines()).hasSize(1);
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    void everyBlockIsProbedAndReported() throws IOException {
        JsonNode facts = json(run("probe", "run", "--quick", "--batch", "8", "--json"));
        assertThat(facts.get("images").asInt()).isEqualTo(6);
        assertThat(facts.get("blocks")).hasSize(4);
        assertThat(facts.get("bestTop1").asDouble()).isEqualTo(1);
        Path run = folder.resolve("run");
        assertThat(run.resolve("config.json")).content().contains("\"weights\" : \"random\"");
        assertThat(run.resolve("results.csv"))
                .content()
                .startsWith("block,learning_rate,top1")
                .hasLineCount(5);
        assertThat(run.resolve("metrics.csv"))
                .content()
                .startsWith("block,epoch,top1")
                .hasLineCount(41);
        assertThat(Files.readAllLines(run.resolve("classes.csv")))
                .containsExactly("class,images,recognised,accuracy", "\"blue, dark\",3,3,1.0", "red,3,3,1.0");
        assertThat(Files.readAllLines(run.resolve("confusion.csv")))
                .containsExactly("class,taken_for,images", "\"blue, dark\",\"blue, dark\",3", "red,red,3");
        assertThat(run.resolve("confusion.png")).isNotEmptyFile();
        assertThat(run.resolve("report.html"))
                .content()
                .contains("Linear probe on 24 labelled images", "Accuracy by block", "By class", "blue, dark")
                .doesNotContain("http:", "https:");
    }

    @Test
    void oneSeedGivesOneResultAndFeaturesAreFoundAgain() throws IOException {
        Path cache = folder.resolve("cache");
        String[] more = {"--protocol", "mae", "--lr", "10", "--epochs", "3", "--json", "--features", cache.toString()};
        JsonNode first = json(run("probe", "one", more));
        List<Path> files = files(cache);
        JsonNode again = json(run("probe", "two", more));
        assertThat(again.get("blocks")).isEqualTo(first.get("blocks")).hasSize(1);
        assertThat(files(cache)).isEqualTo(files).hasSize(4);
        json(run("probe", "three", "--protocol", "mae", "--quick", "--seed", "1", "--json", "--features", cache + ""));
        assertThat(files(cache)).as("of other weights").hasSize(8);
    }

    @Test
    void logisticRegressionIsReportedAsOtherProbesAre() throws IOException {
        JsonNode facts = json(run("probe", "run", "--protocol", "mocov3", "--logistic", "--json"));
        assertThat(facts.get("blocks")).hasSize(1);
        assertThat(facts.get("blocks").get(0).get("c").asDouble()).isIn(0.01, 1.0, 100.0, 10_000.0);
        assertThat(facts.get("top1").asDouble()).isEqualTo(1);
        Path run = folder.resolve("run");
        assertThat(run.resolve("results.csv"))
                .content()
                .startsWith("block,c,top1,top5,train_loss,best_iteration,best_top1")
                .hasLineCount(2);
        assertThat(run.resolve("metrics.csv")).content().startsWith("block,iteration,top1\n4,1,");
        assertThat(Files.readAllLines(run.resolve("confusion.csv")))
                .containsExactly("class,taken_for,images", "\"blue, dark\",\"blue, dark\",3", "red,red,3");
        assertThat(run.resolve("report.html"))
                .content()
                .contains("only logistic regression on its features was fitted", "Accuracy by iteration", "By class");
    }

    @Test
    void anOptimumThatWasNotReachedIsSaid() throws IOException {
        CommandRun run = run("probe", "short", "--protocol", "mocov3", "--logistic", "--c", "0.01", "--epochs", "1");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        String remark = "1 of 1 stopped before the optimum, at the limit of 1 iterations; --epochs raises it";
        assertThat(run.out()).contains(remark);
        assertThat(folder.resolve("short/report.html")).content().contains(remark);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void neighboursTellTheColour() throws IOException {
        CommandRun table = run("knn", "table", "--k", "3,5");
        assertThat(table.code()).as(table.err()).isEqualTo(ExitCode.DONE);
        assertThat(table.out())
                .contains(
                        "         3  100.0 %  100.0 %   best", "on 6 test images of 2 classes; guessing gives 50.0 %");
        assertThat(Files.readAllLines(folder.resolve("table/metrics.csv")))
                .containsExactly("k,top1,top5", "3,1.0,1.0", "5,1.0,1.0");
        JsonNode facts = json(run("knn", "json", "--json", "--tokens", "patch_mean"));
        assertThat(facts.get("results")).as("of 10, 20, 100 and 200").hasSize(2);
        assertThat(facts.get("top1").asDouble()).isEqualTo(1);
    }

    /** A classifier that pools the patches has no norm after its last block. */
    @Test
    void fineTunedWeightsAreTakenToo() throws IOException {
        Path file = folder.resolve("weights.safetensors");
        try (Backend backend = Backends.open("reference", BackendConfig.cpu());
                TensorScope scope = TensorScope.open()) {
            VitClassifier classifier = new VitClassifier(backend, VitConfig.micro(SIDE, 8), 2);
            WeightInitialisation.BEIT.apply(classifier, SplittableSeed.of(1));
            ModelWeights.writeClassifier(file, classifier, Map.of());
        }
        CommandRun knn = run("knn", "knn", "--weights", file.toString(), "--json");
        assertThat(json(knn).get("top1").asDouble()).isEqualTo(1);
        assertThat(folder.resolve("knn/config.json")).content().contains("weights.safetensors");
        assertThat(json(run("probe", "probe", "--weights", file.toString(), "--quick", "--batch", "8", "--json"))
                        .get("blocks"))
                .hasSize(4);
    }

    @Test
    void featuresOfPublicWeightsAreOfTheNormalisationBesideThem() throws IOException {
        Path own = folder.resolve("own.safetensors");
        try (Backend backend = Backends.open("reference", BackendConfig.cpu());
                TensorScope scope = TensorScope.open()) {
            VitConfig config = VitConfig.micro(SIDE, 8);
            VisionTransformer network = new VisionTransformer(backend, config);
            WeightInitialisation.BEIT.apply(network, SplittableSeed.of(1));
            ModelWeights.write(own, network, config, Map.of());
        }
        Path weights = folder.resolve("public/vit.safetensors");
        CommandRun exported = CommandRun.of(
                List.of(), "export", "--weights", own.toString(), "--format", "timm", "--out", weights.toString());
        assertThat(exported.code()).as(exported.err()).isEqualTo(ExitCode.DONE);
        Path cache = folder.resolve("cache");
        String[] more = {"--weights", weights.toString(), "--features", cache.toString(), "--json"};
        Path beside = weights.resolveSibling("config.json");
        Files.writeString(beside, "{\"num_attention_heads\": 3}");
        json(run("knn", "imagenet", more));
        assertThat(files(cache)).as("of training and test images").hasSize(4);
        Files.writeString(
                beside,
                "{\"num_attention_heads\": 3, \"pretrained_cfg\": {\"mean\": [0.5, 0.5, 0.5], \"std\": [0.5, 0.5, 0.5]}}");
        json(run("knn", "inception", more));
        assertThat(files(cache)).as("of both normalisations").hasSize(8);
    }

    static Stream<Arguments> wrongOptions() {
        return Stream.of(
                argumentSet("weights that are not there", "--weights", "none.pth", "--weights: no such file"),
                argumentSet("more neighbours than images", "--k", "25", "at most the 24 training images, got 25"),
                argumentSet("temperature 0", "--temperature", "0", "expected temperature > 0, got 0.0"),
                argumentSet("crop of nothing", "--test-crop", "0", "--test-crop: expected above 0"),
                argumentSet("learning rate 0", "--lr", "1,0", "--lr: expected learning rates above 0, got 0.0"),
                argumentSet("C without regression", "--c", "1", "--c: only with --logistic"),
                argumentSet(
                        "features in a file", "--features", "pom.xml", "--features: expected a folder, got the file"),
                argumentSet("protocol", "--protocol", "simclr", "known: [beit, dino, mocov3, mae]"),
                argumentSet("epochs", "--epochs", "0", "expected a whole number from 1"));
    }

    @ParameterizedTest
    @MethodSource("wrongOptions")
    void wrongOptionsAreOneLine(String option, String value, String message) {
        String command = option.equals("--k") || option.equals("--temperature") ? "knn" : "probe";
        CommandRun run = run(command, "wrong", option, value);
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).startsWith("splitmask " + command + ": ").contains(message);
        assertThat(folder.resolve("wrong")).doesNotExist();
    }

    @Test
    void imagesOfOneClassOrNoneAreOneLine() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        for (String command : List.of("probe", "knn")) {
            for (Path wrong : List.of(empty, data.resolve("red"), oneClass())) {
                CommandRun run = CommandRun.of(
                        List.of(), command, "--data", wrong.toString(), "--out", folder.resolve("out") + "");
                assertThat(run.code()).isNotEqualTo(ExitCode.DONE);
                assertThat(run.err()).contains(wrong.toString());
                assertThat(run.err().lines()).hasSize(1);
            }
        }
    }

    private Path oneClass() throws IOException {
        Path red = Files.createDirectories(folder.resolve("one/red"));
        Files.copy(data.resolve("red/1.png"), red.resolve("1.png"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        return folder.resolve("one");
    }

    @Test
    void aFileThatHoldsNoWeightsIsOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("w.safetensors"), "not weights at all");
        CommandRun run = run("knn", "out", "--weights", file.toString());
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains(file.toString());
        assertThat(run.err().lines()).hasSize(1);
    }
}

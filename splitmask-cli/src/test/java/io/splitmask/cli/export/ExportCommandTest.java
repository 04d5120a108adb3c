package io.splitmask.cli.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.splitmask.cli.CommandRun;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.io.SafetensorsWriter;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitClassifier;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.init.WeightInitialisation;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Backends;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.ModelWeights;
import io.splitmask.train.RunFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs as they lie on disk, from the command line to files of other libraries. */
class ExportCommandTest {
    private static final VitConfig CONFIG = VitConfig.micro(16, 8).withDepth(1);
    private static final String CLASSES =
            "class,images,recognised,accuracy\n\"blue, dark\",3,1,0.3333\n\"a \"\"red\"\"\none\",2,2,1.0\ngreen,0,0,\n";

    private final Path folder;
    private final RunFolder pretrained;
    private final RunFolder finetuned;

    ExportCommandTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.pretrained = new RunFolder(Files.createDirectory(folder.resolve("pretrained")));
        this.finetuned = new RunFolder(Files.createDirectory(folder.resolve("finetuned")));
    }

    @BeforeEach
    void train() throws IOException {
        try (Backend backend = Backends.open("reference", BackendConfig.cpu());
                TensorScope scope = TensorScope.open()) {
            VisionTransformer backbone = new VisionTransformer(backend, CONFIG);
            WeightInitialisation.BEIT.apply(backbone, SplittableSeed.of(1));
            ModelWeights.write(pretrained.weights(), backbone, CONFIG, Map.of());
            VitClassifier classifier = new VitClassifier(backend, CONFIG, 3);
            WeightInitialisation.BEIT.apply(classifier, SplittableSeed.of(2));
            ModelWeights.writeClassifier(finetuned.weights(), classifier, Map.of());
        }
        Files.writeString(finetuned.path().resolve("classes.csv"), CLASSES);
    }

    private static CommandRun export(Path weights, String format, Path out, String... more) {
        List<String> all = Stream.concat(
                        Stream.of(
                                "export",
                                "--engine",
                                "reference",
                                "--weights",
                                weights.toString(),
                                "--format",
                                format,
                                "--out",
                                out.toString()),
                        Stream.of(more))
                .toList();
        return CommandRun.of(List.of(), all.toArray(String[]::new));
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(Files.readAllBytes(file));
    }

    @Test
    void aBackboneGoesToTimmAndComesBack() throws IOException {
        Path out = folder.resolve("new/timm");
        CommandRun run = export(pretrained.path(), "timm", out, "--test-crop", "0.875");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out().lines())
                .containsExactly(
                        "backbone (width 96, 1 layers, images of 16 x 16) written to " + out,
                        "load it by: timm.create_model(\"local-dir:" + out + "\", pretrained=True)");
        assertThat(json(out.resolve("config.json"))
                        .path("pretrained_cfg")
                        .path("crop_pct")
                        .asDouble())
                .isEqualTo(0.875);
        try (ModelWeights weights = ModelWeights.open(out.resolve("model.safetensors"))) {
            assertThat(weights.library()).isEqualTo("timm");
            assertThat(weights.config()).isEqualTo(CONFIG);
        }
    }

    static Stream<Arguments> normalisations() {
        return Stream.of(
                argumentSet(
                        "timm's",
                        "config.json",
                        "{'num_attention_heads': 3, 'pretrained_cfg': {'mean': [0.5, 0.5, 0.5], 'std': [0.5, 0.5, 0.5]}}",
                        "[0.5,0.5,0.5] [0.5,0.5,0.5]"),
                argumentSet(
                        "Hugging Face's",
                        "preprocessor_config.json",
                        "{'image_mean': [0.4, 0.5, 0.6], 'image_std': [0.2, 0.3, 0.2]}",
                        "[0.4,0.5,0.6] [0.2,0.3,0.2]"),
                argumentSet(
                        "none, though Hugging Face's file has some",
                        "preprocessor_config.json",
                        "{'do_normalize': false, 'image_mean': [0.4, 0.5, 0.6], 'image_std': [0.2, 0.3, 0.2]}",
                        "[0.0,0.0,0.0] [1.0,1.0,1.0]"),
                argumentSet(
                        "no deviation, so ImageNet's",
                        "preprocessor_config.json",
                        "{'image_mean': [0.4, 0.5, 0.6], 'image_std': [0.2, 0, 0.2]}",
                        "[0.485,0.456,0.406] [0.229,0.224,0.225]"));
    }

    @ParameterizedTest
    @MethodSource("normalisations")
    void publicWeightsKeepTheMeanAndDeviationBesideThem(String name, String beside, String expected)
            throws IOException {
        Path weights = folder.resolve("public/vit.safetensors");
        assertThat(export(pretrained.path(), "timm", weights).code()).isEqualTo(ExitCode.DONE);
        Files.writeString(weights.resolveSibling("config.json"), "{\"num_attention_heads\": 3}");
        Files.writeString(weights.resolveSibling(name), beside.replace('\'', '"'));
        Path out = folder.resolve("again");
        CommandRun run = export(weights, "timm", out);
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        JsonNode pixels = json(out.resolve("config.json")).path("pretrained_cfg");
        assertThat(pixels.path("mean") + " " + pixels.path("std")).isEqualTo(expected);
    }

    @Test
    void aClassifierGoesToHuggingFaceWithItsClasses() throws IOException {
        Path out = folder.resolve("hub");
        assertThat(export(finetuned.weights(), "huggingface", out).out())
                .startsWith("classifier of 3 classes (width 96")
                .contains("load it by: AutoModelForImageClassification.from_pretrained(\"" + out + "\")");
        JsonNode names = json(out.resolve("config.json")).path("id2label");
        assertThat(names.path("0").asText()).isEqualTo("blue, dark");
        assertThat(names.path("1").asText()).isEqualTo("a \"red\"\none");
        assertThat(names.path("2").asText()).isEqualTo("green");
        assertThat(out.resolve("preprocessor_config.json")).isNotEmptyFile();
    }

    @Test
    void onnxIsAFileOrAFolder() throws IOException {
        Path file = folder.resolve("new/model.onnx");
        CommandRun run = export(finetuned.path(), "onnx", file);
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).contains("logits", "blue, dark");
        Path out = folder.resolve("graph");
        assertThat(export(pretrained.path(), "onnx", out).code()).isEqualTo(ExitCode.DONE);
        assertThat(Files.readString(out.resolve("model.onnx"), StandardCharsets.ISO_8859_1))
                .contains("class_token", "patch_tokens")
                .doesNotContain("logits");
    }

    @Test
    void torchScriptIsAFileOrAFolder() throws IOException {
        Path file = folder.resolve("new/model.pt");
        assertThat(export(finetuned.path(), "torchscript", file).out())
                .contains("load it by: torch.jit.load(\"" + file + "\")");
        Path out = folder.resolve("script");
        assertThat(export(pretrained.path(), "torchscript", out).code()).isEqualTo(ExitCode.DONE);
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).contains("head.weight", "blue, dark");
        assertThat(Files.readString(out.resolve("model.pt"), StandardCharsets.ISO_8859_1))
                .contains("VisionTransformer_blocks_0_attn")
                .doesNotContain("head.weight");
    }

    @Test
    void scriptsGetOneLineOfJson() throws IOException {
        Path out = folder.resolve("hub");
        JsonNode facts = new ObjectMapper()
                .readTree(export(finetuned.path(), "timm", out, "--json").out());
        assertThat(facts.path("out").asText()).isEqualTo(out.toString());
        assertThat(facts.path("format").asText()).isEqualTo("timm");
        assertThat(facts.path("classes").path(2).asText()).isEqualTo("green");
    }

    @Test
    void timmsTensorsGoIntoOneFile() throws IOException {
        Path file = folder.resolve("weights.safetensors");
        assertThat(export(pretrained.path(), "timm", file).out()).contains("load_file(\"" + file + "\")");
        try (ModelWeights weights = ModelWeights.open(file)) {
            assertThat(weights.library()).isEqualTo("timm");
        }
        assertThat(folder.resolve("config.json")).doesNotExist();
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                argumentSet("no run", "nothing", "timm", "out", ExitCode.USAGE, "--weights: no such file: ", "nothing"),
                argumentSet(
                        "unknown format",
                        "pretrained",
                        "tensorflow",
                        "out",
                        ExitCode.USAGE,
                        "unknown format 'tensorflow'; known: timm, huggingface, onnx, torchscript",
                        ""),
                argumentSet(
                        "taken folder",
                        "pretrained",
                        "timm",
                        "finetuned",
                        ExitCode.USAGE,
                        "finetuned is not empty; choose another folder",
                        ""),
                argumentSet(
                        "taken file",
                        "pretrained",
                        "onnx",
                        "taken.onnx",
                        ExitCode.USAGE,
                        "taken.onnx exists already; choose another name or remove it",
                        ""),
                argumentSet(
                        "file where a folder is needed",
                        "pretrained",
                        "huggingface",
                        "a.safetensors",
                        ExitCode.USAGE,
                        "--out: expected a folder for --format huggingface, got ",
                        ""),
                argumentSet(
                        "file of another format",
                        "pretrained",
                        "timm",
                        "a.onnx",
                        ExitCode.USAGE,
                        "--out: expected a folder or a file *.safetensors for --format timm, got ",
                        ""),
                argumentSet(
                        "no network",
                        "words.safetensors",
                        "timm",
                        "out",
                        ExitCode.FAILED,
                        "words.safetensors: expected format 'splitmask-weights' in the metadata, got splitmask-codebook",
                        ""));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsOneLineAndACode(String weights, String format, String out, int code, String message, String more)
            throws IOException {
        Files.writeString(folder.resolve("taken.onnx"), "mine");
        new SafetensorsWriter()
                .metadata("format", "splitmask-codebook")
                .metadata("format_version", "1")
                .addFloats("words", Shape.of(1), () -> new float[1])
                .write(folder.resolve("words.safetensors"));
        CommandRun run = export(folder.resolve(weights), format, folder.resolve(out));
        assertThat(run.code()).isEqualTo(code);
        assertThat(run.err().lines().findFirst().orElseThrow())
                .startsWith("splitmask export: ")
                .contains(message, more);
        assertThat(run.err().lines()).hasSizeLessThanOrEqualTo(2);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void namesOfOtherClassesAreRefused() throws IOException {
        Path names = finetuned.path().resolve("classes.csv");
        Files.writeString(names, "class,images,recognised,accuracy\nblue,3,1,0.3333\n");
        CommandRun run = export(finetuned.path(), "onnx", folder.resolve("a.onnx"));
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err())
                .contains(names
                        + ": expected a heading and the names of the 3 classes of the weights beside it, got 2 rows");
        Files.writeString(names, CLASSES + "\"unfinished");
        assertThat(export(finetuned.path(), "onnx", folder.resolve("a.onnx")).err())
                .contains("got 4 rows and then none that begins with a name");
        Files.write(names, new byte[] {(byte) 0xff});
        assertThat(export(finetuned.path(), "onnx", folder.resolve("a.onnx")).err())
                .contains(names + ": expected text in UTF-8, got other content");
        Files.delete(names);
        assertThat(export(finetuned.path(), "onnx", folder.resolve("a.onnx")).code())
                .isEqualTo(ExitCode.DONE);
    }
}

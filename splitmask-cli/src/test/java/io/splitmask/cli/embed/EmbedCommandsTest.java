package io.splitmask.cli.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.splitmask.cli.CommandRun;
import io.splitmask.cli.report.Png;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.data.Image;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.EmbeddedSet;
import io.splitmask.datasets.format.ImageDecoder;
import io.splitmask.datasets.transform.EvalTransform;
import io.splitmask.datasets.transform.Normalization;
import io.splitmask.inference.Embedder;
import io.splitmask.inference.Embedding;
import io.splitmask.nn.VisionTransformer;
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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Features and neighbours from the command line: pictures of two colours, and one that cannot be read. */
class EmbedCommandsTest {
    private static final int SIDE = 16;
    private static final int PER_COLOUR = 8;
    private static final int READABLE = 2 * PER_COLOUR;
    private static final VitConfig CONFIG = VitConfig.micro(SIDE, 8);

    @TempDir
    private static Path run = Path.of("");

    private final Path folder;
    private final Path data;

    EmbedCommandsTest(@TempDir Path folder) {
        this.folder = folder;
        this.data = folder.resolve("data");
    }

    @BeforeAll
    static void train() throws IOException {
        try (Backend backend = Backends.open("reference", BackendConfig.cpu());
                TensorScope scope = TensorScope.open()) {
            VisionTransformer network = new VisionTransformer(backend, CONFIG);
            WeightInitialisation.BEIT.apply(network, SplittableSeed.of(1));
            ModelWeights.write(run.resolve("weights.safetensors"), network, CONFIG, Map.of());
        }
    }

    @BeforeEach
    void draw() throws IOException {
        RandomStream random = SplittableSeed.of(2).stream();
        Files.createDirectories(data.resolve("red & <b>blue"));
        for (int i = 0; i < READABLE; i++) {
            byte[] rgb = new byte[3 * SIDE * SIDE];
            random.nextBytes(rgb);
            boolean red = i < PER_COLOUR;
            for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
                rgb[3 * pixel + (red ? 0 : 2)] = (byte) 255;
                rgb[3 * pixel + (red ? 2 : 0)] = 0;
            }
            Files.write(image(i), Png.encode(new Image(SIDE, SIDE, rgb)));
        }
        Files.writeString(data.resolve("red & <b>blue/03-broken.png"), "no picture");
    }

    private Path image(int number) {
        return data.resolve("red & <b>blue").resolve(String.format("%02d.png", number));
    }

    private CommandRun execute(String command, String... more) {
        List<String> args = new ArrayList<>(List.of(command, "--engine", "reference"));
        if (!Arrays.asList(more).contains("--weights")) {
            args.addAll(List.of("--weights", run.toString()));
        }
        if (!Arrays.asList(more).contains("--data")) {
            args.addAll(List.of("--data", data.toString()));
        }
        args.addAll(List.of(more));
        return CommandRun.of(List.of(), args.toArray(String[]::new));
    }

    private JsonNode json(String command, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of(more));
        args.add("--json");
        CommandRun executed = execute(command, args.toArray(String[]::new));
        assertThat(executed.code()).as(executed.err()).isEqualTo(ExitCode.DONE);
        assertThat(executed.out().lines()).hasSize(1);
        return new ObjectMapper().readTree(executed.out());
    }

    private static float[] values(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(10 + bytes.getShort(8));
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    private float[] expected(Embedding embedding, int number) throws IOException {
        return expected(run.resolve("weights.safetensors"), Normalization.IMAGENET, embedding, number);
    }

    private float[] expected(Path weights, Normalization normalization, Embedding embedding, int number)
            throws IOException {
        EvalTransform transform = new EvalTransform(SIDE, 1, normalization);
        try (Backend backend = Backends.open("reference", BackendConfig.cpu());
                Embedder embedder = Embedder.open(backend, weights, embedding, transform::view)) {
            return embedder.embed(new ImageDecoder().decode(image(number)));
        }
    }

    @Test
    void eachReadableImageHasARowAndAName() throws IOException {
        Path out = folder.resolve("all.npy");
        JsonNode facts = json("embed", "--out", out.toString(), "--batch", "3");
        assertThat(facts.get("shape").toString()).isEqualTo("[16,96]");
        assertThat(facts.get("leftOut").asInt()).isEqualTo(1);
        assertThat(facts.get("features").asText()).isEqualTo("mean");
        List<String> names = Files.readAllLines(folder.resolve("all.txt"));
        assertThat(names).hasSize(READABLE).isSorted().doesNotContain(data + "/red & <b>blue/03-broken.png");
        assertThat(names.get(4)).isEqualTo(image(4).toString());
        float[] values = values(out);
        assertThat(values).hasSize(READABLE * CONFIG.width());
        assertThat(Arrays.copyOfRange(values, 4 * CONFIG.width(), 5 * CONFIG.width()))
                .as("the image behind the broken one")
                .containsExactly(expected(Embedding.MEAN, 4), within(1e-5f));
        assertThat(new String(Files.readAllBytes(out), StandardCharsets.ISO_8859_1))
                .contains("{'descr': '<f4', 'fortran_order': False, 'shape': (16, 96), }");
    }

    @Test
    void testImagesAreTakenIfAskedFor() throws IOException {
        assertThat(json("embed", "--out", folder.resolve("test.npy").toString(), "--test", "--data", "embedded")
                        .get("shape")
                        .toString())
                .isEqualTo("[136,96]");
        List<String> names = Files.readAllLines(folder.resolve("test.txt"));
        ImageDataset images = EmbeddedSet.test();
        assertThat(names)
                .isEqualTo(
                        IntStream.range(0, images.size()).mapToObj(images::name).toList());
    }

    @Test
    void patchesHaveAnAxisOfTheirOwnAndClsIsAnother() throws IOException {
        Path patches = folder.resolve("patches.npy");
        assertThat(json("embed", "--out", patches.toString(), "--features", "patches")
                        .get("shape")
                        .toString())
                .isEqualTo("[16,4,96]");
        assertThat(Arrays.copyOf(values(patches), 4 * 96))
                .containsExactly(expected(Embedding.PATCHES, 0), within(1e-5f));
        Path cls = folder.resolve("cls.npy");
        CommandRun run = execute("embed", "--out", cls.toString(), "--features", "CLS");
        assertThat(run.out().lines())
                .containsExactly("features: " + cls + ", float32 [16, 96]", "names:    " + folder.resolve("cls.txt"));
        assertThat(Arrays.copyOf(values(cls), 96)).containsExactly(expected(Embedding.CLS, 0), within(1e-5f));
    }

    @Test
    void imagesForPublicWeightsAreNormalisedAsTheFileBesideThemSays() throws IOException {
        Path weights = folder.resolve("public/vit.safetensors");
        CommandRun exported = CommandRun.of(
                List.of(), "export", "--weights", run.toString(), "--format", "timm", "--out", weights.toString());
        assertThat(exported.code()).as(exported.err()).isEqualTo(ExitCode.DONE);
        Files.writeString(
                weights.resolveSibling("config.json"),
                "{\"num_attention_heads\": 3, \"pretrained_cfg\": {\"mean\": [0.5, 0.5, 0.5], \"std\": [0.5, 0.5, 0.5]}}");
        Path out = folder.resolve("public.npy");
        json("embed", "--weights", weights.toString(), "--out", out.toString());
        float[] inception = expected(weights, Normalization.INCEPTION, Embedding.MEAN, 0);
        assertThat(Arrays.copyOf(values(out), CONFIG.width()))
                .containsExactly(inception, within(1e-5f))
                .isNotEqualTo(expected(weights, Normalization.IMAGENET, Embedding.MEAN, 0));
    }

    @Test
    void anotherImageSizeIsInterpolated() throws IOException {
        Path out = folder.resolve("large.npy");
        assertThat(json("embed", "--out", out.toString(), "--features", "patches", "--image", "32")
                        .get("shape")
                        .toString())
                .isEqualTo("[16,16,96]");
    }

    @Test
    void aNameThatBreaksLinesStaysOnItsLine() throws IOException {
        Files.move(image(0), data.resolve("red & <b>blue/00\n0\u2028.png"));
        json("embed", "--out", folder.resolve("all").toString());
        assertThat(Files.readAllLines(folder.resolve("all.txt")))
                .hasSize(READABLE)
                .first()
                .satisfies(name -> assertThat(name).endsWith("00?0?.png"));
    }

    @Test
    void tooManyBrokenImagesLeaveWhatWasThere() throws IOException {
        Path out = Files.writeString(folder.resolve("old.npy"), "old");
        for (int i = 0; i < 5; i++) {
            Files.writeString(image(READABLE - 1 - i), "");
        }
        CommandRun run = execute("embed", "--out", out.toString(), "--batch", "2");
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("images are unreadable; expected at most 10.0 %");
        assertThat(run.err().lines()).hasSize(1);
        assertThat(out).hasContent("old");
        assertThat(folder).isDirectoryNotContaining(file -> !file.equals(out) && !file.equals(data));
    }

    @Test
    void theNearestImagesHaveTheColourOfTheQuery() throws IOException {
        Path page = folder.resolve("page.html");
        String queries = image(2) + "," + image(PER_COLOUR + 2);
        JsonNode facts = json("search", "--query", queries, "--top", "5", "--out", page.toString());
        assertThat(facts.get("queries")).hasSize(2);
        for (int q = 0; q < 2; q++) {
            JsonNode answer = facts.get("queries").get(q);
            String name = answer.get("query").asText();
            assertThat(name).isEqualTo(image(q * PER_COLOUR + 2).toString());
            List<String> found = answer.get("nearest").findValuesAsText("image");
            assertThat(found).hasSize(5).doesNotContain(name);
            int first = q * PER_COLOUR;
            assertThat(found)
                    .isSubsetOf(Stream.iterate(first, i -> i + 1)
                            .limit(PER_COLOUR)
                            .map(i -> image(i).toString())
                            .toList());
            List<Double> similarities = new ArrayList<>();
            answer.get("nearest")
                    .forEach(one -> similarities.add(-one.get("similarity").asDouble()));
            assertThat(similarities).isSorted().allMatch(similarity -> similarity < -0.5 && similarity >= -1);
        }
        assertThat(Files.readString(page))
                .contains("Nearest among 17 images", "red &amp; &lt;b&gt;blue", "src=\"data:image/png;base64,")
                .doesNotContain("<b>", "<script", "http:", "https:", "src=\"/");
    }

    @Test
    void aQueryMayComeFromElsewhereAndHaveACommaInItsName() throws IOException {
        Path query = Files.copy(image(1), folder.resolve("a,b.png"));
        CommandRun run = execute(
                "search",
                "--query",
                query.toString(),
                "--top",
                "99",
                "--out",
                folder.resolve("page.html").toString());
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        List<String> lines = run.out().lines().toList();
        assertThat(lines.get(0)).isEqualTo("similarity   " + query);
        assertThat(lines.get(1)).isEqualTo("     1.000   " + image(1));
        assertThat(lines).hasSize(1 + READABLE + 2).last().isEqualTo("page: " + folder.resolve("page.html"));
    }

    static Stream<Arguments> refused() {
        String query = " --query DATA/00.png";
        return Stream.of(
                argumentSet("no weights", "--weights ROOT/none.pth", "--weights: no such file: ROOT/none.pth", 2),
                argumentSet(
                        "a folder that is no run",
                        "--weights ROOT/data",
                        "--weights: there is no weights.safetensors in ROOT/data; expected the folder of a run that has"
                                + " ended",
                        2),
                argumentSet("a file that holds no weights", "--weights DATA/00.png", "DATA/00.png", 1),
                argumentSet("no images", "--data ROOT/empty", "no images in ROOT/empty: expected files that end in", 1),
                argumentSet(
                        "unknown features",
                        "--features all",
                        "Invalid value for option '--features': unknown features 'all'; known: cls, mean, patches",
                        2),
                argumentSet(
                        "half patches",
                        "--image 20",
                        "--image 20 is not a multiple of the weights' patch of 8; try --image 24",
                        2),
                argumentSet("a crop of nothing", "--test-crop 0", "--test-crop: expected above 0", 2),
                argumentSet(
                        "a folder that is missing",
                        "--out ROOT/a/b/x.npy",
                        "--out: no such folder: ROOT/a/b; only ROOT exists; create it first",
                        2),
                argumentSet(
                        "a folder for a file",
                        "--out ROOT/data",
                        "--out: expected a file, got the folder ROOT/data; name a file in it",
                        2),
                argumentSet("no query", query + "x", "--query: no such file: DATA/00.pngx", 2),
                argumentSet(
                        "a query that is no image",
                        "--query DATA/03-broken.png",
                        "--query: DATA/03-broken.png: expected a JPEG, PNG, BMP or WebP file, got other content",
                        2),
                argumentSet("a folder as query", "--query DATA", "--query: expected an image, got the folder DATA", 2),
                argumentSet(
                        "patches, which describe no image",
                        "--features patches" + query,
                        "--features: expected cls or mean, which describe an image as a whole, got patches",
                        2),
                argumentSet("no neighbour", "--top 0" + query, "Invalid value for option '--top'", 2));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsRefusedIsOneLine(String options, String message, int code) throws IOException {
        Files.createDirectory(folder.resolve("empty"));
        boolean search = options.contains("--query");
        List<String> args = new ArrayList<>();
        for (String option : options.strip().split(" ")) {
            args.add(inPlace(option));
        }
        if (!options.contains("--out")) {
            args.addAll(List.of("--out", folder.resolve("x.npy").toString()));
        }
        for (String command : search ? List.of("search") : List.of("embed", "search")) {
            List<String> all = new ArrayList<>(args);
            if (command.equals("search") && !search) {
                all.addAll(List.of("--query", image(0).toString()));
            }
            CommandRun refused = execute(command, all.toArray(String[]::new));
            assertThat(refused.err()).startsWith("splitmask " + command + ": " + inPlace(message));
            assertThat(refused.err().lines().filter(line -> !line.startsWith("'splitmask ")))
                    .hasSize(1);
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.out()).isEmpty();
            assertThat(folder.resolve("x.npy")).doesNotExist();
        }
    }

    private String inPlace(String text) {
        return text.replace("DATA", data.resolve("red & <b>blue").toString()).replace("ROOT", folder.toString());
    }

    @Test
    void whatIsRequiredIsNamed() {
        assertThat(CommandRun.of(List.of(), "embed").err())
                .startsWith("splitmask embed: Missing required options: ")
                .contains("--weights=RUN", "--out=FILE");
        assertThat(CommandRun.of(List.of(), "search").err()).contains("--query=IMAGE", "--weights=RUN", "--out=FILE");
    }

    @Test
    void helpTeaches() {
        for (String command : List.of("embed", "search")) {
            String help = CommandRun.of(List.of(), command, "--help").out();
            assertThat(help).contains("Examples:", "--features", "Default: mean", "Data sets for --data NAME:DIR");
        }
    }
}

package io.splitmask.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.splitmask.nn.Module;
import io.splitmask.nn.Pooling;
import io.splitmask.nn.RelativePositions;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitClassifier;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.VitVariant;
import io.splitmask.nn.init.Normal;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.ModelWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What was exported is read back as weights that another library published. */
class ExportedNetworksTest {
    /** Three heads of 8: neither number follows from the width. */
    private static final VitConfig PLAIN = new VitConfig(8, 8, 4, 24, 2, 3, 2, 0);

    private static final Preprocessing PREPROCESSING =
            new Preprocessing(0.875, List.of(0.5, 0.4, 0.3), List.of(0.1, 0.2, 0.3));
    private static final List<String> CLASSES = List.of("cat", "a \"dog\"", "cow, brown", "bird", "fish");
    private static final int WIDTH = 24;

    private final Path folder;
    private final Backend backend = new CheckedBackend(new ReferenceBackendProvider().open(BackendConfig.cpu()));
    private final TensorScope scope = TensorScope.open();

    ExportedNetworksTest(@TempDir Path temporary) {
        folder = temporary.resolve("exported");
    }

    @AfterEach
    void close() {
        scope.close();
        backend.close();
    }

    private static VitConfig with(boolean absolute, RelativePositions relative, boolean keyBias) {
        return PLAIN.withVariant(new VitVariant(absolute, relative, keyBias, VitConfig.LAYER_NORM_EPS));
    }

    static Stream<Arguments> networks() {
        return Stream.of(
                argumentSet("plain", PLAIN),
                argumentSet("layer scale", PLAIN.withLayerScale(0.1)),
                argumentSet("no key bias", with(true, RelativePositions.NONE, false)),
                argumentSet("BEiT", PLAIN.withVariant(VitVariant.BEIT).withLayerScale(0.1)),
                argumentSet("table per block", with(false, RelativePositions.PER_BLOCK, false)),
                argumentSet("key bias beside tables", with(true, RelativePositions.SHARED, true)),
                argumentSet("uneven MLP", new VitConfig(8, 8, 4, WIDTH, 1, 2, 61.0 / WIDTH, 0)));
    }

    private static <M extends Module> M filled(M network) {
        network.parameters()
                .forEach((name, parameter) -> parameter.assign(
                        new Normal(0.5).values(parameter.shape(), SplittableSeed.of(3).child(name).stream())));
        return network;
    }

    private ModelWeights reopened() throws IOException {
        return ModelWeights.open(folder.resolve("model.safetensors"));
    }

    private void assertReadBack(Module expected, VitConfig config) throws IOException {
        try (ModelWeights weights = reopened()) {
            VitConfig read = weights.config();
            assertThat(read.withVariant(config.variant()).withLayerScale(config.layerScale()))
                    .isEqualTo(config);
            assertThat(read.hasLayerScale()).isEqualTo(config.hasLayerScale());
            assertThat(read.variant().withLayerNormEps(1).toString().replaceAll("keyBias=\\w+", ""))
                    .as("variant but for the bias of keys, which changes nothing")
                    .isEqualTo(config.variant().withLayerNormEps(1).toString().replaceAll("keyBias=\\w+", ""));
            assertThat(read.variant().layerNormEps()).isEqualTo(config.variant().layerNormEps());
            Module actual = expected instanceof VitClassifier
                    ? new VitClassifier(backend, read, weights.pooling(), weights.classes())
                    : new VisionTransformer(backend, read);
            weights.loadAll(actual);
            assertSame(values(actual), values(expected));
        }
    }

    /** The values of all parameters; joined biases become those of queries and values, as the third part is optional. */
    private static Map<String, float[]> values(Module network) {
        Map<String, float[]> all = new TreeMap<>();
        network.parameters().forEach((name, parameter) -> {
            float[] values = parameter.toFloats();
            if (name.endsWith("qkv.bias")) {
                all.put(name.replace("qkv.bias", "q_bias"), Arrays.copyOfRange(values, 0, WIDTH));
                all.put(name.replace("qkv.bias", "v_bias"), Arrays.copyOfRange(values, 2 * WIDTH, 3 * WIDTH));
            } else {
                all.put(name, values);
            }
        });
        return all;
    }

    private static void assertSame(Map<String, float[]> actual, Map<String, float[]> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, values) -> assertThat(actual.get(name)).as(name).isEqualTo(values));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void backbonesComeBackFromTimm(VitConfig config) throws IOException {
        VisionTransformer backbone = filled(new VisionTransformer(backend, config));
        TimmExport.write(TrainedNetwork.of(backbone, PREPROCESSING), folder);
        assertReadBack(backbone, config);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void backbonesComeBackFromHuggingFace(VitConfig config) throws IOException {
        VisionTransformer backbone = filled(new VisionTransformer(backend, config));
        HuggingFaceExport.write(TrainedNetwork.of(backbone, PREPROCESSING), folder);
        assertReadBack(backbone, config);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void classifiersOfEitherPoolingComeBackFromBoth(VitConfig config) throws IOException {
        for (Pooling pooling : Pooling.values()) {
            VitClassifier classifier = filled(new VitClassifier(backend, config, pooling, CLASSES.size()));
            TrainedNetwork network = TrainedNetwork.of(classifier, PREPROCESSING, CLASSES);
            TimmExport.write(network, folder);
            assertReadBack(classifier, config);
            HuggingFaceExport.write(network, folder);
            assertReadBack(classifier, config);
        }
    }

    @Test
    void keysGetZerosWhereTheOtherLibraryWantsABias() throws IOException {
        VitConfig config = with(true, RelativePositions.NONE, false);
        VisionTransformer backbone = filled(new VisionTransformer(backend, config));
        TimmExport.write(TrainedNetwork.of(backbone, PREPROCESSING), folder);
        try (ModelWeights weights = reopened()) {
            VisionTransformer read = new VisionTransformer(backend, weights.config());
            weights.loadAll(read);
            float[] bias = Objects.requireNonNull(read.parameters().get("blocks.1.attn.qkv.bias"))
                    .toFloats();
            assertThat(Arrays.copyOfRange(bias, WIDTH, 2 * WIDTH)).containsOnly(0f);
        }
    }

    @Test
    void anyEpsilonIsKeptByHuggingFaceAndRefusedForTimm() throws IOException {
        VitConfig config = PLAIN.withVariant(VitVariant.PLAIN.withLayerNormEps(1e-5));
        VisionTransformer backbone = filled(new VisionTransformer(backend, config));
        TrainedNetwork network = TrainedNetwork.of(backbone, PREPROCESSING);
        assertThatThrownBy(() -> TimmExport.write(network, folder))
                .hasMessage("timm: expected layer norms with an epsilon of 1.0E-6 as timm's networks have, got 1.0E-5; "
                        + "those of Hugging Face can have another");
        assertThat(folder).doesNotExist();
        HuggingFaceExport.write(network, folder);
        assertReadBack(backbone, config);
    }

    @Test
    void imagesThatAreNotSquareAreKeptWhereTheOtherLibraryTakesThem() throws IOException {
        VitConfig config = PLAIN.withImage(8, 12);
        VisionTransformer backbone = filled(new VisionTransformer(backend, config));
        TrainedNetwork network = TrainedNetwork.of(backbone, PREPROCESSING);
        TimmExport.write(network, folder);
        assertReadBack(backbone, config);
        HuggingFaceExport.write(network, folder);
        assertReadBack(backbone, config);
        VitClassifier classifier = new VitClassifier(backend, config, Pooling.PATCH_MEAN, CLASSES.size());
        assertThatThrownBy(() -> HuggingFaceExport.write(
                        TrainedNetwork.of(classifier, PREPROCESSING, CLASSES), folder.resolve("other")))
                .hasMessage("Hugging Face: expected square images for a network of its BEiT classes, got 8 x 12; "
                        + "timm's take them");
    }

    @Test
    void aFileOfARunIsLoadedAsWhatItHolds() throws IOException {
        Path file = Files.createDirectories(folder).resolve("weights.safetensors");
        VisionTransformer backbone = filled(new VisionTransformer(backend, PLAIN));
        ModelWeights.write(file, backbone, PLAIN, Map.of());
        try (ModelWeights weights = ModelWeights.open(file)) {
            TrainedNetwork network = TrainedNetwork.load(backend, weights, PREPROCESSING, CLASSES);
            assertThat(network.pooling()).isEmpty();
            assertThat(network.classes()).isEmpty();
            assertThat(network.config()).isEqualTo(PLAIN);
            assertThat(network.parameters().keySet())
                    .isEqualTo(backbone.parameters().keySet());
        }
        VitClassifier classifier = filled(new VitClassifier(backend, PLAIN, Pooling.PATCH_MEAN, 2));
        ModelWeights.writeClassifier(file, classifier, Map.of());
        try (ModelWeights weights = ModelWeights.open(file)) {
            assertThat(TrainedNetwork.load(backend, weights, PREPROCESSING, List.of())
                            .classes())
                    .containsExactly("LABEL_0", "LABEL_1");
            assertThatThrownBy(() -> TrainedNetwork.load(backend, weights, PREPROCESSING, CLASSES))
                    .hasMessage("export: expected names of the classifier's 2 classes, got 5");
        }
    }

    @Test
    void aBackboneWithoutItsNormIsRefused() {
        VisionTransformer backbone = VisionTransformer.withoutFinalNorm(backend, PLAIN);
        assertThatThrownBy(() -> TrainedNetwork.of(backbone, PREPROCESSING))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "export: expected a backbone with its final norm ('norm.weight'), got one without");
    }

    @Test
    void preprocessingReportsAllThatIsWrong() {
        assertThatThrownBy(() -> new Preprocessing(1.5, List.of(0.5), List.of(1.0, 0.0, 1.0)))
                .hasMessageContainingAll(
                        "expected cropRatio of at most 1, got 1.5",
                        "expected 3 finite means, got [0.5]",
                        "expected 3 deviations above 0, got [1.0, 0.0, 1.0]");
    }
}

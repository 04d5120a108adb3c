package io.splitmask.interop.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.splitmask.export.Preprocessing;
import io.splitmask.export.TrainedNetwork;
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
import io.splitmask.spi.Backends;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.ModelWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The graph computes in SameDiff what the network computes here. */
class SameDiffModelsTest {
    private static final float TOLERANCE = 1e-4f;
    private static final int CLASSES = 5;
    /** Patches 2 x 3, so that rows and columns cannot be mistaken for each other. */
    private static final VitConfig PLAIN = new VitConfig(8, 12, 4, 24, 2, 3, 2, 0);

    private static Backend backend;

    private final Path folder;
    private final TensorScope scope = TensorScope.open();

    SameDiffModelsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    static void open() {
        backend = Backends.open("dl4j", BackendConfig.cpu());
    }

    @AfterEach
    void closeScope() {
        scope.close();
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    static Stream<Arguments> networks() {
        return Stream.of(
                argumentSet("plain", PLAIN),
                argumentSet(
                        "layer scale, no key bias",
                        with(true, RelativePositions.NONE, false, 1e-5).withLayerScale(0.1)),
                argumentSet("shared table", with(false, RelativePositions.SHARED, false, 1e-6)),
                argumentSet("table per block, positions", with(true, RelativePositions.PER_BLOCK, true, 1e-6)));
    }

    private static VitConfig with(boolean absolute, RelativePositions relative, boolean keyBias, double eps) {
        return PLAIN.withVariant(new VitVariant(absolute, relative, keyBias, eps));
    }

    private static <M extends Module> M filled(M network) {
        network.parameters()
                .forEach((name, parameter) -> parameter.assign(
                        new Normal(0.3).values(parameter.shape(), SplittableSeed.of(3).child(name).stream())));
        return network;
    }

    private static float[] pixels(int batch) {
        Shape shape = Shape.of(batch, 3, PLAIN.imageHeight(), PLAIN.imageWidth());
        return new Normal(1).values(shape, SplittableSeed.of(batch).stream());
    }

    private static Tensor images(int batch) {
        return Tensor.of(backend, pixels(batch), batch, 3, PLAIN.imageHeight(), PLAIN.imageWidth());
    }

    private static float[] computed(SameDiff model, int batch, String output) {
        INDArray images =
                Nd4j.createFromArray(pixels(batch)).reshape(batch, 3, PLAIN.imageHeight(), PLAIN.imageWidth());
        Map<String, INDArray> outputs = model.output(Map.of("images", images), output);
        INDArray values = Objects.requireNonNull(outputs.get(output));
        assertThat(values.size(0)).isEqualTo(batch);
        return values.dup('c').data().asFloat();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void backbonesGiveTheSameTokensForAnyBatch(VitConfig config) {
        VisionTransformer backbone = filled(new VisionTransformer(backend, config));
        SameDiff model = SameDiffModels.of(TrainedNetwork.of(backbone, Preprocessing.NONE));
        assertThat(model.inputs()).containsExactly("images");
        assertThat(model.outputs()).containsExactly("class_token", "patch_tokens");
        for (int batch : new int[] {1, 3}) {
            Tensor encoded = backbone.forward(images(batch));
            assertThat(computed(model, batch, "class_token"))
                    .containsExactly(VisionTransformer.classToken(encoded).toFloats(), within(TOLERANCE));
            assertThat(computed(model, batch, "patch_tokens"))
                    .containsExactly(encoded.slice(1, 1, encoded.dim(1)).toFloats(), within(TOLERANCE));
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void classifiersOfEitherPoolingGiveTheSameLogits(VitConfig config) {
        for (Pooling pooling : Pooling.values()) {
            VitClassifier classifier = filled(new VitClassifier(backend, config, pooling, CLASSES));
            SameDiff model = SameDiffModels.of(TrainedNetwork.of(classifier, Preprocessing.NONE, List.of()));
            Tensor expected = classifier.forward(images(2));
            assertThat(computed(model, 2, "logits"))
                    .as(pooling.name())
                    .containsExactly(expected.toFloats(), within(TOLERANCE));
            assertThat(computed(model, 2, "probabilities"))
                    .containsExactly(expected.softmax(-1).toFloats(), within(TOLERANCE));
        }
    }

    /** By {@link SameDiff} alone, as an application without this library does. */
    @Test
    void aSavedGraphComputesTheSame() throws IOException {
        VitClassifier classifier = filled(new VitClassifier(backend, PLAIN, Pooling.PATCH_MEAN, CLASSES));
        Path weights = folder.resolve("weights.safetensors");
        ModelWeights.writeClassifier(weights, classifier, Map.of());
        Path saved = folder.resolve("model.fb");
        SameDiffModels.open(weights).save(saved.toFile(), false);
        SameDiff model = SameDiff.load(saved.toFile(), false);
        assertThat(computed(model, 3, "logits"))
                .containsExactly(classifier.forward(images(3)).toFloats(), within(TOLERANCE));
    }
}

package io.splitmask.interop.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.export.Preprocessing;
import io.splitmask.export.TrainedNetwork;
import io.splitmask.nn.Pooling;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitClassifier;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Backends;
import io.splitmask.tck.VariantNetworks;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.ModelWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The graph computes in SameDiff what the network computes here. */
class SameDiffModelsTest {
    private static final float TOLERANCE = 1e-4f;
    private static final int CLASSES = 5;

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

    private static float[] computed(SameDiff model, int batch, String output) {
        INDArray images = Nd4j.createFromArray(VariantNetworks.pixels(batch))
                .reshape(batch, 3, VariantNetworks.PLAIN.imageHeight(), VariantNetworks.PLAIN.imageWidth());
        Map<String, INDArray> outputs = model.output(Map.of("images", images), output);
        INDArray values = Objects.requireNonNull(outputs.get(output));
        assertThat(values.size(0)).isEqualTo(batch);
        return values.dup('c').data().asFloat();
    }

    @ParameterizedTest
    @MethodSource("io.splitmask.tck.VariantNetworks#all")
    void backbonesGiveTheSameTokensForAnyBatch(VitConfig config) {
        VisionTransformer backbone = VariantNetworks.backbone(backend, config);
        SameDiff model = SameDiffModels.of(TrainedNetwork.of(backbone, Preprocessing.NONE));
        assertThat(model.inputs()).containsExactly("images");
        assertThat(model.outputs()).containsExactly("class_token", "patch_tokens");
        for (int batch : new int[] {1, 3}) {
            Tensor encoded = backbone.forward(VariantNetworks.images(backend, batch));
            assertThat(computed(model, batch, "class_token"))
                    .containsExactly(VisionTransformer.classToken(encoded).toFloats(), within(TOLERANCE));
            assertThat(computed(model, batch, "patch_tokens"))
                    .containsExactly(encoded.slice(1, 1, encoded.dim(1)).toFloats(), within(TOLERANCE));
        }
    }

    @ParameterizedTest
    @MethodSource("io.splitmask.tck.VariantNetworks#all")
    void classifiersOfEitherPoolingGiveTheSameLogits(VitConfig config) {
        for (Pooling pooling : Pooling.values()) {
            VitClassifier classifier = VariantNetworks.classifier(backend, config, pooling, CLASSES);
            SameDiff model = SameDiffModels.of(TrainedNetwork.of(classifier, Preprocessing.NONE, List.of()));
            Tensor expected = classifier.forward(VariantNetworks.images(backend, 2));
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
        VitClassifier classifier =
                VariantNetworks.classifier(backend, VariantNetworks.PLAIN, Pooling.PATCH_MEAN, CLASSES);
        Path weights = folder.resolve("weights.safetensors");
        ModelWeights.writeClassifier(weights, classifier, Map.of());
        Path saved = folder.resolve("model.fb");
        SameDiffModels.open(weights).save(saved.toFile(), false);
        SameDiff model = SameDiff.load(saved.toFile(), false);
        assertThat(computed(model, 3, "logits"))
                .containsExactly(
                        classifier.forward(VariantNetworks.images(backend, 3)).toFloats(), within(TOLERANCE));
    }
}

package io.splitmask.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.splitmask.export.Preprocessing;
import io.splitmask.export.TrainedNetwork;
import io.splitmask.nn.Pooling;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitClassifier;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.tck.VariantNetworks;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The file computes in onnxruntime what the network computes here. */
class OnnxExportTest {
    private static final float TOLERANCE = 1e-4f;
    private static final int CLASSES = 5;

    private static final Preprocessing PREPROCESSING =
            new Preprocessing(0.875, List.of(0.5, 0.4, 0.3), List.of(0.1, 0.2, 0.3));

    private final Path file;
    private final Backend backend = new CheckedBackend(new ReferenceBackendProvider().open(BackendConfig.cpu()));
    private final TensorScope scope = TensorScope.open();

    OnnxExportTest(@TempDir Path folder) {
        file = folder.resolve("model.onnx");
    }

    @AfterEach
    void close() {
        scope.close();
        backend.close();
    }

    /** What onnxruntime makes of images: the values of each output, whose batch is checked. */
    private Map<String, float[]> computed(Tensor images) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] shape = Arrays.stream(images.shape().toArray()).asLongStream().toArray();
        Map<String, float[]> outputs = new LinkedHashMap<>();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(file.toString(), options);
                    OnnxTensor input =
                            OnnxTensor.createTensor(environment, FloatBuffer.wrap(images.toFloats()), shape);
                    OrtSession.Result result = session.run(Map.of("pixel_values", input))) {
                result.forEach(output -> {
                    OnnxTensor tensor = (OnnxTensor) output.getValue();
                    assertThat(tensor.getInfo().getShape()[0]).isEqualTo(shape[0]);
                    FloatBuffer buffer = tensor.getFloatBuffer();
                    float[] values = new float[buffer.remaining()];
                    buffer.get(values);
                    outputs.put(output.getKey(), values);
                });
            }
        }
        return outputs;
    }

    @ParameterizedTest
    @MethodSource("io.splitmask.tck.VariantNetworks#all")
    void backbonesGiveTheSameTokensForAnyBatch(VitConfig config) throws IOException, OrtException {
        VisionTransformer backbone = VariantNetworks.backbone(backend, config);
        OnnxExport.write(TrainedNetwork.of(backbone, PREPROCESSING), file);
        for (int batch : new int[] {1, 3}) {
            Tensor images = VariantNetworks.images(backend, batch);
            Tensor encoded = backbone.forward(images);
            Map<String, float[]> outputs = computed(images);
            assertThat(outputs).containsOnlyKeys("class_token", "patch_tokens");
            assertThat(outputs.get("class_token"))
                    .containsExactly(VisionTransformer.classToken(encoded).toFloats(), within(TOLERANCE));
            assertThat(outputs.get("patch_tokens"))
                    .containsExactly(encoded.slice(1, 1, encoded.dim(1)).toFloats(), within(TOLERANCE));
        }
    }

    @ParameterizedTest
    @MethodSource("io.splitmask.tck.VariantNetworks#all")
    void classifiersOfEitherPoolingGiveTheSameLogits(VitConfig config) throws IOException, OrtException {
        for (Pooling pooling : Pooling.values()) {
            VitClassifier classifier = VariantNetworks.classifier(backend, config, pooling, CLASSES);
            OnnxExport.write(TrainedNetwork.of(classifier, PREPROCESSING, List.of()), file);
            for (int batch : new int[] {1, 2}) {
                Tensor images = VariantNetworks.images(backend, batch);
                Map<String, float[]> outputs = computed(images);
                assertThat(outputs).containsOnlyKeys("logits");
                assertThat(outputs.get("logits"))
                        .as(pooling.name())
                        .containsExactly(classifier.forward(images).toFloats(), within(TOLERANCE));
            }
        }
    }

    @Test
    void theFileSaysWhatGoesInAndWhatComesOut() throws IOException, OrtException {
        VitClassifier classifier = VariantNetworks.classifier(backend, VariantNetworks.PLAIN, Pooling.PATCH_MEAN, 2);
        OnnxExport.write(TrainedNetwork.of(classifier, PREPROCESSING, List.of("cat", "a \"dog\"")), file);
        try (OrtSession session = OrtEnvironment.getEnvironment().createSession(file.toString())) {
            TensorInfo input = info(session.getInputInfo(), "pixel_values");
            assertThat(input.getShape()).as("-1 for any batch").containsExactly(-1, 3, 8, 12);
            TensorInfo output = info(session.getOutputInfo(), "logits");
            assertThat(output.getShape()).containsExactly(-1, 2);
            assertThat(session.getMetadata().getProducerName()).isEqualTo("splitmask");
            assertThat(session.getMetadata().getCustomMetadata())
                    .containsOnly(
                            Map.entry("crop_ratio", "0.875"),
                            Map.entry("image_mean", "[0.5,0.4,0.3]"),
                            Map.entry("image_std", "[0.1,0.2,0.3]"),
                            Map.entry("classes", "[\"cat\",\"a \\\"dog\\\"\"]"));
        }
    }

    @Test
    void aGraphRefusesNamesThatAreTakenOrMissing() {
        OnnxGraph graph = new OnnxGraph("test");
        graph.input("x", "", 1);
        assertThatThrownBy(() -> graph.number("x", 1))
                .hasMessage("ONNX graph: expected names that differ, got 'x' twice");
        assertThatThrownBy(() -> graph.node("Add", "y", List.of("x", "z")))
                .hasMessage("ONNX graph: y needs what is not there: z");
        assertThatThrownBy(() -> graph.output("y", "", 1))
                .hasMessage("ONNX graph: expected a result of this name, got none: y");
    }

    private static TensorInfo info(Map<String, NodeInfo> values, String name) {
        return (TensorInfo) Objects.requireNonNull(values.get(name), name).getInfo();
    }
}

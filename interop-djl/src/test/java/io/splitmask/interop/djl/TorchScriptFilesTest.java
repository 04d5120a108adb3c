package io.splitmask.interop.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.splitmask.export.Preprocessing;
import io.splitmask.export.TorchScriptExport;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Exported files, loaded as an application of DJL loads any TorchScript file, compute what the network computes here. */
class TorchScriptFilesTest {
    private static final float TOLERANCE = 1e-4f;
    private static final int CLASSES = 5;

    private static final Preprocessing PREPROCESSING =
            new Preprocessing(0.875, List.of(0.5, 0.4, 0.3), List.of(0.1, 0.2, 0.3));

    private static Backend backend;

    private final Path file;
    private final TensorScope scope = TensorScope.open();

    TorchScriptFilesTest(@TempDir Path folder) {
        file = folder.resolve("model.pt");
    }

    @BeforeAll
    static void open() {
        backend = Backends.open("djl", BackendConfig.cpu());
    }

    @AfterEach
    void closeScope() {
        scope.close();
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    /** What DJL makes of images: the values of each output. */
    private List<float[]> computed(int batch) throws Exception {
        Criteria<NDList, NDList> criteria = Criteria.builder()
                .setTypes(NDList.class, NDList.class)
                .optModelPath(file)
                .optEngine("PyTorch")
                .build();
        try (ZooModel<NDList, NDList> model = criteria.loadModel();
                Predictor<NDList, NDList> predictor = model.newPredictor();
                NDManager manager = model.getNDManager().newSubManager()) {
            Shape shape = new Shape(batch, 3, VariantNetworks.PLAIN.imageHeight(), VariantNetworks.PLAIN.imageWidth());
            NDList outputs = predictor.predict(new NDList(manager.create(VariantNetworks.pixels(batch), shape)));
            List<float[]> values = new ArrayList<>();
            outputs.forEach(output -> values.add(output.toFloatArray()));
            outputs.close();
            return values;
        }
    }

    @ParameterizedTest
    @MethodSource("io.splitmask.tck.VariantNetworks#all")
    void backbonesGiveTheSameTokensForAnyBatch(VitConfig config) throws Exception {
        VisionTransformer backbone = VariantNetworks.backbone(backend, config);
        TorchScriptExport.write(TrainedNetwork.of(backbone, PREPROCESSING), file);
        for (int batch : new int[] {1, 3}) {
            Tensor encoded = backbone.forward(VariantNetworks.images(backend, batch));
            List<float[]> outputs = computed(batch);
            assertThat(outputs).hasSize(2);
            assertThat(outputs.get(0))
                    .containsExactly(VisionTransformer.classToken(encoded).toFloats(), within(TOLERANCE));
            assertThat(outputs.get(1))
                    .containsExactly(encoded.slice(1, 1, encoded.dim(1)).toFloats(), within(TOLERANCE));
        }
    }

    @ParameterizedTest
    @MethodSource("io.splitmask.tck.VariantNetworks#all")
    void classifiersOfEitherPoolingGiveTheSameLogits(VitConfig config) throws Exception {
        for (Pooling pooling : Pooling.values()) {
            VitClassifier classifier = VariantNetworks.classifier(backend, config, pooling, CLASSES);
            TorchScriptExport.write(TrainedNetwork.of(classifier, PREPROCESSING, List.of()), file);
            assertThat(computed(2)).singleElement().satisfies(logits -> assertThat(logits)
                    .as(pooling.name())
                    .containsExactly(
                            classifier
                                    .forward(VariantNetworks.images(backend, 2))
                                    .toFloats(),
                            within(TOLERANCE)));
        }
    }

    @Test
    void theFileSaysHowImagesArePrepared() throws Exception {
        VitClassifier classifier = VariantNetworks.classifier(backend, VariantNetworks.PLAIN, Pooling.PATCH_MEAN, 2);
        TorchScriptExport.write(TrainedNetwork.of(classifier, PREPROCESSING, List.of("cat", "a \"dog\"")), file);
        try (ZipFile archive = new ZipFile(file.toFile())) {
            ZipEntry facts = Objects.requireNonNull(archive.getEntry("model/extra/splitmask.json"));
            assertThat(new String(archive.getInputStream(facts).readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"crop_ratio\":0.875,\"image_mean\":[0.5,0.4,0.3],\"image_std\":[0.1,0.2,0.3],"
                            + "\"classes\":[\"cat\",\"a \\\"dog\\\"\"]}");
        }
    }
}

package io.splitmask.interop.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.splitmask.export.Preprocessing;
import io.splitmask.export.TorchScriptExport;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Exported files, loaded as an application of DJL loads any TorchScript file, compute what the network computes here. */
class TorchScriptFilesTest {
    private static final float TOLERANCE = 1e-4f;
    private static final int CLASSES = 5;
    /** Patches 2 x 3, so that rows and columns cannot be mistaken for each other. */
    private static final VitConfig PLAIN = new VitConfig(8, 12, 4, 24, 2, 3, 2, 0);

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
            var shape = new ai.djl.ndarray.types.Shape(batch, 3, PLAIN.imageHeight(), PLAIN.imageWidth());
            NDList outputs = predictor.predict(new NDList(manager.create(pixels(batch), shape)));
            List<float[]> values = new ArrayList<>();
            outputs.forEach(output -> values.add(output.toFloatArray()));
            outputs.close();
            return values;
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void backbonesGiveTheSameTokensForAnyBatch(VitConfig config) throws Exception {
        VisionTransformer backbone = filled(new VisionTransformer(backend, config));
        TorchScriptExport.write(TrainedNetwork.of(backbone, PREPROCESSING), file);
        for (int batch : new int[] {1, 3}) {
            Tensor encoded = backbone.forward(images(batch));
            List<float[]> outputs = computed(batch);
            assertThat(outputs).hasSize(2);
            assertThat(outputs.get(0))
                    .containsExactly(VisionTransformer.classToken(encoded).toFloats(), within(TOLERANCE));
            assertThat(outputs.get(1))
                    .containsExactly(encoded.slice(1, 1, encoded.dim(1)).toFloats(), within(TOLERANCE));
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void classifiersOfEitherPoolingGiveTheSameLogits(VitConfig config) throws Exception {
        for (Pooling pooling : Pooling.values()) {
            VitClassifier classifier = filled(new VitClassifier(backend, config, pooling, CLASSES));
            TorchScriptExport.write(TrainedNetwork.of(classifier, PREPROCESSING, List.of()), file);
            assertThat(computed(2)).singleElement().satisfies(logits -> assertThat(logits)
                    .as(pooling.name())
                    .containsExactly(classifier.forward(images(2)).toFloats(), within(TOLERANCE)));
        }
    }

    @Test
    void theFileSaysHowImagesArePrepared() throws Exception {
        VitClassifier classifier = filled(new VitClassifier(backend, PLAIN, Pooling.PATCH_MEAN, 2));
        TorchScriptExport.write(TrainedNetwork.of(classifier, PREPROCESSING, List.of("cat", "a \"dog\"")), file);
        try (ZipFile archive = new ZipFile(file.toFile())) {
            ZipEntry facts = Objects.requireNonNull(archive.getEntry("model/extra/splitmask.json"));
            assertThat(new String(archive.getInputStream(facts).readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"crop_ratio\":0.875,\"image_mean\":[0.5,0.4,0.3],\"image_std\":[0.1,0.2,0.3],"
                            + "\"classes\":[\"cat\",\"a \\\"dog\\\"\"]}");
        }
    }
}

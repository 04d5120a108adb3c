package io.splitmask.interop.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.EmbeddedSet;
import io.splitmask.datasets.transform.EvalTransform;
import io.splitmask.export.Preprocessing;
import io.splitmask.export.TorchScriptExport;
import io.splitmask.export.TrainedNetwork;
import io.splitmask.inference.Classifier;
import io.splitmask.inference.Embedder;
import io.splitmask.inference.Embedding;
import io.splitmask.nn.Pooling;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitClassifier;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.init.Normal;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Backends;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.ModelWeights;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Predictors of DJL answer as this library's own. */
class DjlModelsTest {
    private static final float TOLERANCE = 1e-4f;
    private static final int SIDE = 16;
    private static final VitConfig CONFIG = VitConfig.micro(SIDE, 8).withDepth(2);
    private static final List<String> CLASSES = List.of("cat", "dog", "fox");
    private static final EvalTransform TRANSFORM = new EvalTransform(SIDE);

    private static Backend backend;
    private static List<io.splitmask.data.Image> images;

    private final Path file;
    private final DjlModels models = new DjlModels(Device.cpu(), TRANSFORM::view);

    DjlModelsTest(@TempDir Path folder) {
        file = folder.resolve("weights.safetensors");
    }

    @BeforeAll
    static void open() throws IOException {
        backend = Backends.open("djl", BackendConfig.cpu());
        ImageDataset embedded = EmbeddedSet.train();
        images = List.of(embedded.read(0), embedded.read(1));
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    private static Image picture(io.splitmask.data.Image image) {
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < image.width() * image.height(); i++) {
            int red = Byte.toUnsignedInt(image.rgb()[3 * i]);
            int green = Byte.toUnsignedInt(image.rgb()[3 * i + 1]);
            int blue = Byte.toUnsignedInt(image.rgb()[3 * i + 2]);
            picture.setRGB(i % image.width(), i / image.width(), red << 16 | green << 8 | blue);
        }
        return ImageFactory.getInstance().fromImage(picture);
    }

    private static void fill(io.splitmask.nn.Module network) {
        network.parameters()
                .forEach((name, parameter) -> parameter.assign(
                        new Normal(0.1).values(parameter.shape(), SplittableSeed.of(3).child(name).stream())));
    }

    private void writeClassifier(Pooling pooling) throws IOException {
        try (TensorScope scope = TensorScope.open()) {
            VitClassifier classifier = new VitClassifier(backend, CONFIG, pooling, CLASSES.size());
            fill(classifier);
            ModelWeights.writeClassifier(file, classifier, Map.of());
        }
    }

    @Test
    void aClassifierGivesTheSameProbabilities() throws Exception {
        writeClassifier(Pooling.PATCH_MEAN);
        try (Classifier ours = Classifier.open(backend, file, TRANSFORM::view);
                ZooModel<Image, Classifications> model = models.classifier(file, CLASSES);
                Predictor<Image, Classifications> predictor = model.newPredictor()) {
            List<float[]> expected = ours.probabilities(images);
            List<Classifications> answers = predictor.batchPredict(
                    images.stream().map(DjlModelsTest::picture).toList());
            for (int i = 0; i < images.size(); i++) {
                Classifications answer = answers.get(i);
                assertThat(answer.getClassNames()).isEqualTo(CLASSES);
                for (int c = 0; c < CLASSES.size(); c++) {
                    assertThat(answer.getProbabilities().get(c).floatValue())
                            .isCloseTo(expected.get(i)[c], within(TOLERANCE));
                }
            }
            assertThat(expected.get(0)).isNotEqualTo(expected.get(1));
        }
    }

    /** As an application of DJL loads any other model. */
    @Test
    void translatorsServeExportedFiles() throws Exception {
        Path script = file.resolveSibling("model.pt");
        try (TensorScope scope = TensorScope.open()) {
            VisionTransformer backbone = new VisionTransformer(backend, CONFIG);
            fill(backbone);
            ModelWeights.write(file, backbone, CONFIG, Map.of());
            TorchScriptExport.write(TrainedNetwork.of(backbone, Preprocessing.NONE), script);
        }
        Criteria<Image, float[]> criteria = Criteria.builder()
                .setTypes(Image.class, float[].class)
                .optModelPath(script)
                .optTranslator(new EmbeddingTranslator(TRANSFORM::view, Embedding.MEAN))
                .build();
        try (Embedder ours = Embedder.open(backend, file, Embedding.MEAN, TRANSFORM::view);
                ZooModel<Image, float[]> model = criteria.loadModel();
                Predictor<Image, float[]> predictor = model.newPredictor()) {
            assertThat(predictor.predict(picture(images.get(0))))
                    .containsExactly(ours.embed(images.get(0)), within(TOLERANCE));
        }
    }

    @Test
    void anEmbedderGivesTheSameFeatures() throws Exception {
        try (TensorScope scope = TensorScope.open()) {
            VisionTransformer backbone = new VisionTransformer(backend, CONFIG);
            fill(backbone);
            ModelWeights.write(file, backbone, CONFIG, Map.of());
        }
        for (Embedding embedding : Embedding.values()) {
            try (Embedder ours = Embedder.open(backend, file, embedding, TRANSFORM::view);
                    ZooModel<Image, float[]> model = models.embedder(file, embedding);
                    Predictor<Image, float[]> predictor = model.newPredictor()) {
                assertThat(predictor.predict(picture(images.get(0))))
                        .as(embedding.name())
                        .containsExactly(ours.embed(images.get(0)), within(TOLERANCE));
            }
        }
    }

    @Test
    void theBackboneOfAClassifierGivesFeaturesIfItHasItsNorm() throws Exception {
        writeClassifier(Pooling.CLASS_TOKEN);
        try (Embedder ours = Embedder.open(backend, file, Embedding.CLS, TRANSFORM::view);
                ZooModel<Image, float[]> model = models.embedder(file, Embedding.CLS);
                Predictor<Image, float[]> predictor = model.newPredictor()) {
            assertThat(predictor.predict(picture(images.get(1))))
                    .containsExactly(ours.embed(images.get(1)), within(TOLERANCE));
        }
        writeClassifier(Pooling.PATCH_MEAN);
        assertThatThrownBy(() -> models.embedder(file, Embedding.CLS))
                .hasMessageContaining("expected a backbone with its final norm");
    }

    @Test
    void mistakesAreNamed() throws Exception {
        writeClassifier(Pooling.PATCH_MEAN);
        assertThatThrownBy(() -> models.classifier(file, List.of("cat")))
                .hasMessage("classes: expected the names of the 3 classes of " + file + ", got 1");
        DjlModels large = new DjlModels(Device.cpu(), new EvalTransform(2 * SIDE)::view);
        try (ZooModel<Image, Classifications> model = large.classifier(file, CLASSES);
                Predictor<Image, Classifications> predictor = model.newPredictor()) {
            Image picture = picture(images.get(0));
            assertThatThrownBy(() -> predictor.predict(picture)).isInstanceOf(TranslateException.class);
        }
    }
}

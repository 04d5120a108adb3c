package io.splitmask.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.data.Image;
import io.splitmask.data.View;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitClassifier;
import io.splitmask.nn.VitConfig;
import io.splitmask.nn.init.WeightInitialisation;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Backends;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.ModelWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that several threads ask; the checked backend fails when closed if a tensor is left. */
class InferenceTest {
    private static final VitConfig CONFIG = new VitConfig(8, 8, 4, 8, 2, 2, 2, 0);
    private static final int SIDE = 8;
    private static final int CLASSES = 3;

    private final Path file;
    private final CheckedBackend backend =
            new CheckedBackend(Backends.open(ReferenceBackendProvider.NAME, BackendConfig.cpu()));

    InferenceTest(@TempDir Path folder) {
        file = folder.resolve("weights.safetensors");
    }

    @AfterEach
    void close() {
        backend.close();
    }

    private static Image image(int number) {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (37 * i * (number + 1));
        }
        return new Image(SIDE, SIDE, rgb);
    }

    private static View view(Image image) {
        float[] pixels = new float[image.rgb().length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = image.rgb()[i] / 128f;
        }
        return View.of(image.width(), pixels);
    }

    private float[] expected(Embedding embedding, Image image) throws IOException {
        try (TensorScope scope = TensorScope.open()) {
            VisionTransformer network = new VisionTransformer(backend, CONFIG);
            WeightInitialisation.BEIT.apply(network, SplittableSeed.of(1));
            ModelWeights.write(file, network, CONFIG, Map.of());
            Tensor input = Tensor.of(backend, view(image).pixels(), 1, 3, SIDE, SIDE);
            return embedding.of(network.forward(input)).toFloats();
        }
    }

    @Test
    void featuresAreThoseOfTheNetwork() throws IOException {
        for (Embedding embedding : Embedding.values()) {
            float[] expected = expected(embedding, image(0));
            try (Embedder embedder = Embedder.open(backend, file, embedding, InferenceTest::view)) {
                assertThat(embedder.embed(image(0))).containsExactly(expected, within(1e-6f));
                assertThat(embedder.shape().size()).isEqualTo(expected.length);
                assertThat(embedder.embed(List.of(image(1), image(0))).get(1)).containsExactly(expected, within(1e-6f));
                assertThat(embedder.embed(List.of())).isEmpty();
            }
            assertThat(backend.openBuffers()).isZero();
        }
        assertThat(Embedding.PATCHES.shape(CONFIG)).isEqualTo(Shape.of(4, 8));
    }

    @Test
    void aBatchThatIsReadyGivesTheSame() throws IOException {
        float[] expected = expected(Embedding.MEAN, image(1));
        float[] first = view(image(0)).pixels();
        float[] second = view(image(1)).pixels();
        float[] both = Arrays.copyOf(first, 2 * first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        try (Embedder embedder = Embedder.open(backend, file, Embedding.MEAN, InferenceTest::view)) {
            float[] features = embedder.embed(View.of(SIDE, both));
            assertThat(features).hasSize(2 * expected.length);
            assertThat(Arrays.copyOfRange(features, expected.length, features.length))
                    .containsExactly(expected, within(1e-6f));
            assertThatThrownBy(() -> embedder.embed(View.of(4, new float[48])))
                    .hasMessage("view: expected images of 8 x 8 pixels for this model, got 4 x 4");
        }
    }

    @Test
    void threadsShareAModel() throws Exception {
        float[] expected = expected(Embedding.CLS, image(2));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Embedder embedder = Embedder.open(backend, file, Embedding.CLS, InferenceTest::view)) {
            List<Future<float[]>> answers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                answers.add(threads.submit(() -> embedder.embed(image(2))));
            }
            for (Future<float[]> answer : answers) {
                assertThat(answer.get()).containsExactly(expected, within(1e-6f));
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aClosedModelAndAWrongViewAreRefused() throws IOException {
        expected(Embedding.CLS, image(0));
        Embedder embedder = Embedder.open(backend, file, Embedding.CLS, InferenceTest::view);
        Image small = new Image(4, 4, new byte[48]);
        assertThatThrownBy(() -> embedder.embed(small))
                .hasMessage("preprocessing: expected images of 8 x 8 pixels for this model, got 4 x 4");
        embedder.close();
        embedder.close();
        assertThatThrownBy(() -> embedder.embed(image(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the model is closed");
    }

    /** Views are square, so that positions would be resized without a word. */
    @Test
    void modelsOfImagesThatAreNotSquareAreRefused() throws IOException {
        VitConfig wide = CONFIG.withImage(SIDE, 2 * SIDE);
        try (TensorScope scope = TensorScope.open()) {
            ModelWeights.write(file, new VisionTransformer(backend, wide), wide, Map.of());
        }
        assertThatThrownBy(() -> Embedder.open(backend, file, Embedding.CLS, InferenceTest::view))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("model: expected one for square images, got one for 8 x 16 pixels");
        try (ModelWeights weights = ModelWeights.open(file);
                Embedder square = Embedder.open(backend, weights, CONFIG, Embedding.CLS, InferenceTest::view)) {
            assertThat(square.embed(image(0))).hasSize(8);
        }
    }

    @Test
    void probabilitiesAddUpToOne() throws IOException {
        try (TensorScope scope = TensorScope.open()) {
            VitClassifier classifier = new VitClassifier(backend, CONFIG, CLASSES);
            WeightInitialisation.BEIT.apply(classifier, SplittableSeed.of(1));
            ModelWeights.writeClassifier(file, classifier, Map.of());
        }
        try (Classifier classifier = Classifier.open(backend, file, InferenceTest::view)) {
            assertThat(classifier.classes()).isEqualTo(CLASSES);
            float[] first = classifier.probabilities(image(0));
            assertThat(first[0] + first[1] + first[2]).isCloseTo(1f, within(1e-6f));
            List<float[]> both = classifier.probabilities(List.of(image(1), image(0)));
            assertThat(both.get(1)).containsExactly(first, within(1e-6f));
            assertThat(both.get(0)).isNotEqualTo(first);
        }
    }
}

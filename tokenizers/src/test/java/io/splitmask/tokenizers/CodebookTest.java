package io.splitmask.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.io.HostTensor;
import io.splitmask.io.SafetensorsException;
import io.splitmask.io.SafetensorsWriter;
import io.splitmask.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodebookTest {
    private final Path folder;

    CodebookTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void vectorsAreScaledToUnitLength() {
        Codebook codebook = Codebook.normalised(1, "test", new float[] {3, 0, 4, -2, 0, 0});
        assertThat(codebook.vocabulary()).isEqualTo(2);
        assertThat(codebook.width()).isEqualTo(3);
        assertThat(codebook.vectors()).containsExactly(new float[] {0.6f, 0, 0.8f, -1, 0, 0}, within(1e-7f));
    }

    @Test
    void savedCodebookComesBackUnchanged() throws IOException {
        Path file = folder.resolve("words.safetensors");
        Codebook codebook = Codebook.normalised(2, "made for a test", values(3 * 12));
        codebook.save(file);
        Codebook loaded = Codebook.load(file);
        assertThat(loaded.vectors()).isEqualTo(codebook.vectors());
        assertThat(loaded.vocabulary()).isEqualTo(3);
        assertThat(loaded.patchSize()).isEqualTo(2);
        assertThat(loaded.origin()).isEqualTo("made for a test");
        assertThat(loaded).hasToString("3 words of 2 x 2 pixels (made for a test)");
    }

    @Test
    void pointsKeepTheirLengthAndTheFileSaysTheMetric() throws IOException {
        Path file = folder.resolve("points.safetensors");
        Codebook codebook = Codebook.points(1, "k-means", new float[] {3, 0, 4, 0, 0, 0});
        assertThat(codebook.metric()).isEqualTo(Metric.EUCLIDEAN);
        codebook.save(file);
        Codebook loaded = Codebook.load(file);
        assertThat(loaded.metric()).isEqualTo(Metric.EUCLIDEAN);
        assertThat(loaded.vectors()).containsExactly(3, 0, 4, 0, 0, 0);
    }

    @Test
    void aFileThatNamesNoMetricHoldsDirections() throws IOException {
        Path file = write(Codebook.TENSOR, Shape.of(1, 3, 1, 1), new float[] {0.6f, 0, 0.8f});
        assertThat(Codebook.load(file).metric()).isEqualTo(Metric.COSINE);
    }

    @Test
    void loadingNamesAnUnknownMetric() throws IOException {
        Path file = folder.resolve("file.safetensors");
        new SafetensorsWriter()
                .metadata("metric", "hamming")
                .add(Codebook.TENSOR, new HostTensor.Floats(Shape.of(1, 3, 1, 1), new float[] {1, 0, 0}))
                .write(file);
        assertThatThrownBy(() -> Codebook.load(file))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("expected a metric among [cosine, euclidean], got 'hamming'");
    }

    @Test
    void rejectsPointsThatAreNotFinite() {
        assertThatThrownBy(() -> Codebook.points(1, "test", new float[] {1, 0, 0, 0, Float.NaN, 0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Codebook: expected finite values, got NaN in word 1");
    }

    @Test
    void loadingNamesAWordThatIsNotFinite() throws IOException {
        Path file = folder.resolve("file.safetensors");
        new SafetensorsWriter()
                .metadata("metric", "euclidean")
                .add(
                        Codebook.TENSOR,
                        new HostTensor.Floats(Shape.of(1, 3, 1, 1), new float[] {1, Float.POSITIVE_INFINITY, 0}))
                .write(file);
        assertThatThrownBy(() -> Codebook.load(file)).hasMessageContaining("finite length, got length Infinity");
    }

    @Test
    void loadingWordsOfAnotherNumberOfChannelsSaysWhatToDo() throws IOException {
        Path file = write(Codebook.TENSOR, Shape.of(2, 1, 4, 4), values(32));
        assertThatThrownBy(() -> Codebook.load(file))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContainingAll(
                        "expected words [V, 3, P, P], got [2, 1, 4, 4]", "fit a codebook on RGB images");
    }

    @Test
    void changingAReturnedArrayDoesNotChangeTheCodebook() {
        Codebook codebook = Codebook.normalised(1, "test", new float[] {1, 0, 0});
        codebook.vectors()[0] = 7;
        assertThat(codebook.vectors()).containsExactly(1, 0, 0);
    }

    @Test
    void rejectsAVectorWithoutDirection() {
        assertThatThrownBy(() -> Codebook.normalised(1, "test", new float[] {1, 0, 0, 0, 0, 0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Codebook: expected vectors of finite length above 0, got length 0.0 of word 1");
        assertThatThrownBy(() -> Codebook.normalised(1, "test", new float[] {1, Float.NaN, 0}))
                .hasMessageContaining("got length NaN of word 0");
    }

    @Test
    void rejectsABrokenNumberOfValues() {
        assertThatThrownBy(() -> Codebook.normalised(2, "test", values(13)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected one or more vectors of 12 values, got 13 values");
        assertThatThrownBy(() -> Codebook.normalised(0, "test", values(12))).hasMessageContaining("patchSize");
    }

    @Test
    void loadingNamesFileAndShapeOfWhatIsNoCodebook() throws IOException {
        Path file = write(Codebook.TENSOR, Shape.of(2, 3, 4, 5), values(120));
        assertThatThrownBy(() -> Codebook.load(file))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContainingAll(
                        file.toAbsolutePath().toString(), "expected words [V, 3, P, P], got [2, 3, 4, 5]");
    }

    @Test
    void loadingNamesAVectorOfAnotherLength() throws IOException {
        Path file = write(Codebook.TENSOR, Shape.of(2, 3, 1, 1), new float[] {1, 0, 0, 0, 0.5f, 0});
        assertThatThrownBy(() -> Codebook.load(file))
                .hasMessageContaining("expected vectors of length 1, got length 0.5 of word 1");
    }

    @Test
    void loadingAFileWithoutCodebookSaysSo() throws IOException {
        Path file = write("weights", Shape.of(3), new float[] {1, 0, 0});
        assertThatThrownBy(() -> Codebook.load(file))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContainingAll(file.toAbsolutePath().toString(), "codebook");
    }

    @Test
    void loadingAMissingFileNamesIt() {
        Path file = folder.resolve("missing.safetensors");
        assertThat(Files.exists(file)).isFalse();
        assertThatThrownBy(() -> Codebook.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
    }

    private Path write(String name, Shape shape, float[] values) throws IOException {
        Path file = folder.resolve("file.safetensors");
        new SafetensorsWriter().add(name, new HostTensor.Floats(shape, values)).write(file);
        return file;
    }

    private static float[] values(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i % 7 - 2.5f;
        }
        return values;
    }
}

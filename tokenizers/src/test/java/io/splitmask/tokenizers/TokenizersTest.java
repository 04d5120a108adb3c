package io.splitmask.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.data.Tokenizer;
import io.splitmask.io.HostTensor;
import io.splitmask.io.SafetensorsWriter;
import io.splitmask.io.WeightsException;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.BackendConfig;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import io.splitmask.tokenizers.dalle.DalleConfig;
import io.splitmask.tokenizers.dalle.DalleEncoder;
import io.splitmask.tokenizers.dalle.DalleTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizersTest {
    private static final double[] MEAN = {0.5, 0.5, 0.5};
    private static final double[] STD = {0.25, 0.25, 0.25};

    private final CheckedBackend backend = new CheckedBackend(new ReferenceBackendProvider().open(BackendConfig.cpu()));
    private final TensorScope scope = TensorScope.open();
    private final Path file;

    TokenizersTest(@TempDir Path folder) {
        this.file = folder.resolve("words.safetensors");
    }

    @AfterEach
    void closeAll() {
        scope.close();
        backend.close();
    }

    @Test
    void aCodebookGivesItsTokenizer() throws IOException {
        Codebook codebook = RandomProjection.codebook(9, 2, SplittableSeed.of(1));
        codebook.save(file);
        Tokenizer opened = Tokenizers.open(backend, file, MEAN, STD);
        assertThat(opened.vocabulary()).isEqualTo(9);
        assertThat(opened.patchSize()).isEqualTo(2);
        Tensor images =
                Tensor.of(backend, FakeImages.noise(1, 2, 4).next().view(0).halfPixels(), 2, 3, 4, 4);
        assertThat(opened.tokens(images).toInts())
                .isEqualTo(
                        new CodebookTokenizer(backend, codebook).tokens(images).toInts());
    }

    @Test
    void weightsOfTheEncoderOfDalleGiveItsTokenizer() throws IOException {
        DalleEncoder encoder = new DalleEncoder(backend, new DalleConfig(4, 7));
        SafetensorsWriter writer = new SafetensorsWriter();
        encoder.parameters().forEach((name, parameter) -> {
            RandomStream random = SplittableSeed.of(2).child(name).stream();
            float[] values = new float[parameter.shape().intSize()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian(0, 0.5);
            }
            parameter.assign(values);
            writer.addFloats(name, parameter.shape(), parameter::toFloats);
        });
        writer.write(file);
        Tokenizer opened = Tokenizers.open(backend, file, MEAN, STD);
        assertThat(opened.vocabulary()).isEqualTo(7);
        assertThat(opened.patchSize()).isEqualTo(8);
        Tensor images =
                Tensor.of(backend, FakeImages.noise(1, 2, 16).next().view(0).halfPixels(), 2, 3, 16, 16);
        assertThat(opened.tokens(images).toInts())
                .isEqualTo(new DalleTokenizer(backend, encoder, MEAN, STD)
                        .tokens(images)
                        .toInts());
    }

    @Test
    void aFileThatHoldsNeitherSaysWhatWasExpected() throws IOException {
        new SafetensorsWriter()
                .add("weights", new HostTensor.Floats(Shape.of(1), new float[1]))
                .write(file);
        assertThatThrownBy(() -> Tokenizers.open(backend, file, MEAN, STD))
                .isInstanceOf(WeightsException.class)
                .hasMessage(file.toAbsolutePath() + ": expected a codebook (tensor 'codebook') or the encoder of DALL-E"
                        + " (tensors 'blocks.input.w' and others), got none of these");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> Tokenizers.open(backend, file, MEAN, STD))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
    }
}

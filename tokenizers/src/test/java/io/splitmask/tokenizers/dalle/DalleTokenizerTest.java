package io.splitmask.tokenizers.dalle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.autograd.Tape;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.BackendConfig;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DalleTokenizerTest {
    private static final double[] MEAN = {0.4, 0.5, 0.6};
    private static final double[] STD = {0.2, 0.25, 0.3};

    private final CheckedBackend backend = new CheckedBackend(new ReferenceBackendProvider().open(BackendConfig.cpu()));
    private final TensorScope scope = TensorScope.open();
    private final DalleTokenizer tokenizer = tokenizer();

    @AfterEach
    void closeAll() {
        scope.close();
        backend.close();
    }

    private DalleTokenizer tokenizer() {
        DalleEncoder encoder = new DalleEncoder(backend, new DalleConfig(4, 6));
        encoder.parameters().forEach((name, parameter) -> {
            RandomStream random = SplittableSeed.of(3).child(name).stream();
            float[] values = new float[parameter.shape().intSize()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian(0, 0.5);
            }
            parameter.assign(values);
        });
        return new DalleTokenizer(backend, encoder, MEAN, STD);
    }

    private Tensor noise(int batch, int height, int width) {
        RandomStream random = SplittableSeed.of(4).child(batch).stream();
        float[] values = new float[batch * 3 * height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-2, 2);
        }
        return Tensor.of(backend, values, batch, 3, height, width);
    }

    @Test
    void aBatchGivesTheWordsOfItsImages() {
        Tensor images = noise(3, 16, 8);
        int[] tokens = tokenizer.tokens(images).toInts();
        assertThat(tokenizer.tokens(images).shape()).isEqualTo(Shape.of(3, 2));
        assertThat(IntStream.of(tokens).distinct().count()).isGreaterThan(1);
        for (int image = 0; image < 3; image++) {
            assertThat(tokenizer.tokens(images.slice(0, image, image + 1)).toInts())
                    .isEqualTo(Arrays.copyOfRange(tokens, 2 * image, 2 * image + 2));
        }
    }

    @Test
    void imagesWithoutNormalisationGiveTheSameWordsWhenToldSo() {
        Tensor images = noise(1, 16, 16);
        float[] colours = images.toFloats();
        for (int i = 0; i < colours.length; i++) {
            int channel = i / 256;
            colours[i] = (float) (colours[i] * STD[channel] + MEAN[channel]);
        }
        DalleTokenizer plain =
                new DalleTokenizer(backend, tokenizer.encoder(), new double[] {0, 0, 0}, new double[] {1, 1, 1});
        assertThat(plain.tokens(Tensor.of(backend, colours, 1, 3, 16, 16)).toInts())
                .isEqualTo(tokenizer.tokens(images).toInts());
    }

    @Test
    void nothingIsRecordedAndOnlyTheTokensAreKept() {
        Tensor images = noise(2, 8, 8).asLeaf();
        int before = scope.size();
        try (Tape tape = Tape.record()) {
            assertThat(tokenizer.tokens(images).node()).isNull();
            assertThat(tape.size()).isZero();
        }
        assertThat(scope.size()).isEqualTo(before + 1);
    }

    @Test
    void anEmptyBatchHasNoTokens() {
        assertThat(tokenizer.tokens(noise(0, 16, 8)).shape()).isEqualTo(Shape.of(0, 2));
    }

    @Test
    void wordsHaveNoPicture() {
        assertThat(tokenizer.wordPictures()).hasSize(6 * 192).containsOnly(0);
    }

    @Test
    void rejectsImagesThatPatchesDoNotCoverAndOtherChannels() {
        assertThatThrownBy(() -> tokenizer.tokens(noise(1, 12, 8)))
                .isInstanceOf(ShapeException.class)
                .hasMessage(
                        "tokens: expected halfImages [B, 3, Hi/2, Wi/2] with sides that 8 divides, got [1, 3, 12, 8]");
        Tensor grey = Tensor.full(backend, 0f, Shape.of(1, 1, 8, 8));
        assertThatThrownBy(() -> tokenizer.tokens(grey)).hasMessageContaining("got [1, 1, 8, 8]");
        assertThatThrownBy(() -> new DalleTokenizer(backend, tokenizer.encoder(), new double[1], STD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("DalleTokenizer: expected mean and std of 3 channels, got 1 and 3");
    }
}

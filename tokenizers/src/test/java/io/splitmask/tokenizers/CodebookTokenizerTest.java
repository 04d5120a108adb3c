package io.splitmask.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.autograd.Tape;
import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.BackendConfig;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CodebookTokenizerTest {
    private static final SplittableSeed SEED = SplittableSeed.of(3);

    private final CheckedBackend backend = new CheckedBackend(new ReferenceBackendProvider().open(BackendConfig.cpu()));
    private TensorScope scope;

    @BeforeEach
    void openScope() {
        scope = TensorScope.open();
    }

    @AfterEach
    void closeAll() {
        scope.close();
        backend.close();
    }

    @Test
    void aPatchThatIsAWordGetsItsNumberWhateverItsBrightness() {
        // One-pixel patches: the words are red, green and blue.
        Codebook codebook = Codebook.normalised(1, "test", new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1});
        float[] red = {0, 5, 0.1f, 0};
        float[] green = {2, 0, 0, -1};
        float[] blue = {0, 1, 0.2f, 0};
        Tensor image = Tensor.concat(List.of(channel(red), channel(green), channel(blue)), 1);
        Tensor tokens = new CodebookTokenizer(backend, codebook).tokens(image);
        assertThat(tokens.dtype()).isEqualTo(DType.INT32);
        assertThat(tokens.shape()).isEqualTo(Shape.of(1, 4));
        // The last pixel is equally far from red and blue: the lower number wins.
        assertThat(tokens.toInts()).containsExactly(1, 0, 2, 0);
    }

    private Tensor channel(float[] pixels) {
        return Tensor.of(backend, pixels, 1, 1, 2, 2);
    }

    @Test
    void chunksGiveTheSameTokensAsOnePass() {
        Codebook codebook = RandomProjection.codebook(11, 2, SEED);
        Tensor images = randomImages(3, 6, 4);
        int[] whole = new CodebookTokenizer(backend, codebook).tokens(images).toInts();
        for (int maxScores : new int[] {1, 22, 44, 18 * 11}) {
            CodebookTokenizer chunked = new CodebookTokenizer(backend, codebook, maxScores);
            assertThat(chunked.tokens(images).toInts())
                    .as("%d scores at once", maxScores)
                    .isEqualTo(whole);
        }
    }

    @Test
    void nothingIsRecordedAndOnlyTheTokensAreKept() {
        CodebookTokenizer tokenizer = new CodebookTokenizer(backend, RandomProjection.codebook(11, 2, SEED), 22);
        Tensor images = randomImages(1, 4, 4).asLeaf();
        int before = scope.size();
        try (Tape tape = Tape.record()) {
            Tensor tokens = tokenizer.tokens(images);
            assertThat(tape.size()).isZero();
            assertThat(tokens.node()).isNull();
        }
        assertThat(scope.size()).isEqualTo(before + 1);
    }

    @Test
    void anEmptyBatchHasNoTokens() {
        CodebookTokenizer tokenizer = new CodebookTokenizer(backend, RandomProjection.codebook(5, 2, SEED));
        assertThat(tokenizer.tokens(randomImages(0, 4, 4)).shape()).isEqualTo(Shape.of(0, 4));
    }

    @Test
    void picturesShowTheWordsWithTheContrastOfAnImage() {
        CodebookTokenizer tokenizer = new CodebookTokenizer(backend, RandomProjection.codebook(5, 4, SEED));
        float[] pictures = tokenizer.wordPictures();
        assertThat(pictures).hasSize(5 * 48);
        double squares = 0;
        for (float pixel : pictures) {
            squares += (double) pixel * pixel;
        }
        assertThat(squares / pictures.length).isBetween(0.9999, 1.0001);
    }

    @Test
    void aCodebookOfPointsGivesTheNearestAndShowsItsPixels() {
        // One-pixel patches: dark and light grey have one direction.
        Codebook codebook = Codebook.points(1, "test", new float[] {1, 1, 1, 3, 3, 3});
        CodebookTokenizer tokenizer = new CodebookTokenizer(backend, codebook);
        Tensor image = Tensor.of(backend, new float[] {0.5f, 2.5f, 0.5f, 2.5f, 0.5f, 2.5f}, 1, 3, 1, 2);
        assertThat(tokenizer.tokens(image).toInts()).containsExactly(0, 1);
        assertThat(tokenizer.wordPictures()).containsExactly(1, 1, 1, 3, 3, 3);
    }

    @Test
    void rejectsImagesThatPatchesDoNotCover() {
        CodebookTokenizer tokenizer = new CodebookTokenizer(backend, RandomProjection.codebook(5, 4, SEED));
        assertThatThrownBy(() -> tokenizer.tokens(randomImages(1, 6, 8)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContainingAll("sides that 4 divides", "[1, 3, 6, 8]");
    }

    @Test
    void rejectsImagesOfAnotherNumberOfChannels() {
        CodebookTokenizer tokenizer = new CodebookTokenizer(backend, RandomProjection.codebook(5, 4, SEED));
        Tensor grey = Tensor.full(backend, 0f, Shape.of(1, 1, 8, 8));
        assertThatThrownBy(() -> tokenizer.tokens(grey))
                .isInstanceOf(ShapeException.class)
                .hasMessage("tokens: expected halfImages [B, 3, Hi/2, Wi/2], got [1, 1, 8, 8]");
    }

    private Tensor randomImages(int batch, int height, int width) {
        float[] pixels = new float[batch * 3 * height * width];
        RandomStream random = SEED.child("pixels").stream();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        return Tensor.of(backend, pixels, batch, 3, height, width);
    }
}

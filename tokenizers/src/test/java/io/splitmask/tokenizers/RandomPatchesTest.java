package io.splitmask.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.random.SplittableSeed;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomPatchesTest {
    private static final SplittableSeed SEED = SplittableSeed.of(5);

    @Test
    void everyWordIsAPatchOfAnotherImageScaledToUnitLength() {
        FakeImages images = new FakeImages(4, 4, 4, RandomPatchesTest::imageNumber);
        Codebook words = RandomPatches.codebook(13, 2, images, SEED);
        assertThat(words.vocabulary()).isEqualTo(13);
        assertThat(words.metric()).isEqualTo(Metric.COSINE);
        for (int word = 0; word < 13; word++) {
            float[] vector = Arrays.copyOfRange(words.vectors(), word * 12, (word + 1) * 12);
            double squares = 0;
            for (float value : vector) {
                squares += (double) value * value;
            }
            assertThat(squares).isCloseTo(1, within(1e-6));
            // In image i green is i + 1 times red.
            assertThat(vector[4] / vector[0]).as("word %d", word).isCloseTo(word + 1, within(1e-4f));
        }
        assertThat(words.origin()).startsWith("random patches of 13 images, seed ");
    }

    private static float imageNumber(int image, int channel, int row, int column) {
        float base = 1 + row + 0.1f * column;
        return channel == 1 ? base * (image + 1) : base;
    }

    @Test
    void aSeedGivesTheSameWordsAndAnotherSeedOthers() {
        float[] words =
                RandomPatches.codebook(9, 2, FakeImages.noise(3, 4, 8), SEED).vectors();
        assertThat(RandomPatches.codebook(9, 2, FakeImages.noise(3, 4, 8), SEED).vectors())
                .isEqualTo(words);
        assertThat(RandomPatches.codebook(9, 2, FakeImages.noise(3, 4, 8), SplittableSeed.of(6))
                        .vectors())
                .isNotEqualTo(words);
    }

    @Test
    void moreWordsThanImagesComeFromFurtherEpochs() {
        Codebook words = RandomPatches.codebook(20, 2, FakeImages.noise(2, 3, 8), SEED);
        assertThat(words.origin()).contains("random patches of 20 images");
        assertThat(distinct(words)).isEqualTo(20);
    }

    @Test
    void grayPatchesAndRepeatedDirectionsAreLeftOut() {
        // The left half is 0; on the right all images are equal but for their brightness: two directions by row.
        FakeImages images = new FakeImages(
                5, 10, 4, (image, channel, row, column) -> column < 2 ? 0 : (image + 1) * (row < 2 ? 1 : 1 + channel));
        Codebook words = RandomPatches.codebook(2, 2, images, SEED);
        assertThat(distinct(words)).isEqualTo(2);
    }

    @Test
    void saysHowManyPatchesThereAreWhenThereAreTooFew() {
        FakeImages white = new FakeImages(3, 50, 4, (image, channel, row, column) -> 2 + channel);
        assertThatThrownBy(() -> RandomPatches.codebook(2, 2, white, SEED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("random patches: expected 2 patches with different directions, got 1 from 150 images; use"
                        + " a smaller vocabulary or more images");
    }

    @Test
    void rejectsAnEmptyVocabularyAndPatch() {
        assertThatThrownBy(() -> RandomPatches.codebook(0, 0, FakeImages.noise(1, 1, 4), SEED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("vocabulary", "patchSize", "got 0");
    }

    private static int distinct(Codebook words) {
        Set<Integer> hashes = new HashSet<>();
        for (int at = 0; at < words.vectors().length; at += words.width()) {
            hashes.add(Arrays.hashCode(Arrays.copyOfRange(words.vectors(), at, at + words.width())));
        }
        return hashes.size();
    }
}

package io.splitmask.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.random.SplittableSeed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RandomProjectionTest {
    private static final SplittableSeed SEED = SplittableSeed.of(7);

    @Test
    void wordsHaveUnitLength() {
        Codebook codebook = RandomProjection.codebook(13, 8, SEED);
        assertThat(codebook.vocabulary()).isEqualTo(13);
        assertThat(codebook.patchSize()).isEqualTo(8);
        float[] vectors = codebook.vectors();
        for (int word = 0; word < 13; word++) {
            double squares = 0;
            for (int i = word * 192; i < (word + 1) * 192; i++) {
                squares += (double) vectors[i] * vectors[i];
            }
            assertThat(squares).as("squared length of word %d", word).isCloseTo(1, within(1e-6));
        }
    }

    @Test
    void aSeedGivesTheSameWordsAndAnotherSeedOthers() {
        float[] words = RandomProjection.codebook(5, 2, SEED).vectors();
        assertThat(RandomProjection.codebook(5, 2, SEED).vectors()).isEqualTo(words);
        assertThat(RandomProjection.codebook(5, 2, SplittableSeed.of(8)).vectors())
                .isNotEqualTo(words);
    }

    @Test
    void aSmallVocabularyIsTheBeginningOfALargeOne() {
        float[] large = RandomProjection.codebook(9, 2, SEED).vectors();
        assertThat(RandomProjection.codebook(4, 2, SEED).vectors()).isEqualTo(Arrays.copyOf(large, 4 * 12));
    }

    @Test
    void componentsAreSpreadEvenlyAroundZero() {
        float[] vectors = RandomProjection.codebook(1000, 8, SEED).vectors();
        // Uniform components of [-1, 1] have a variance of 1/3; of unit vectors of 192 values, 1/192. The largest is
        // then at most about sqrt(3/192); a normal distribution would pass four standard deviations = sqrt(16/192).
        double sum = 0;
        double largest = 0;
        for (float value : vectors) {
            sum += value;
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(sum / vectors.length).isCloseTo(0, within(5 / Math.sqrt(192.0 * vectors.length)));
        assertThat(largest).isBetween(Math.sqrt(3 / 192.0), Math.sqrt(4.5 / 192));
    }

    @Test
    void rejectsAnEmptyVocabularyAndPatch() {
        assertThatThrownBy(() -> RandomProjection.codebook(0, 0, SEED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("vocabulary", "patchSize", "got 0");
    }
}

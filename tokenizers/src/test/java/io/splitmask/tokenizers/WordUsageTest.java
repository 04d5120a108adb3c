package io.splitmask.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.data.Batch;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.BackendConfig;
import io.splitmask.tck.check.CheckedBackend;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.TensorScope;
import org.junit.jupiter.api.Test;

class WordUsageTest {
    private static final double EXACT = 1e-12;

    @Test
    void figuresOfASmallCountAreThoseWorkedOutByHand() {
        WordUsage usage = new WordUsage(5);
        usage.add(3, 1, 3, 3);
        usage.add(0, 3, 1, 0);
        assertThat(usage.counts()).containsExactly(2, 2, 0, 4, 0);
        assertThat(usage.total()).isEqualTo(8);
        assertThat(usage.usedWords()).isEqualTo(3);
        assertThat(usage.usedShare()).isCloseTo(0.6, within(EXACT));
        assertThat(usage.entropy()).isCloseTo(1.5 * Math.log(2), within(EXACT));
        assertThat(usage.perplexity()).isCloseTo(Math.pow(2, 1.5), within(EXACT));
        assertThat(usage.commonestShare()).isEqualTo(0.5);
        assertThat(usage.ranking()).containsExactly(3, 0, 1, 2, 4);
    }

    @Test
    void equallyCommonWordsHaveTheEntropyOfTheVocabulary() {
        WordUsage usage = new WordUsage(8192);
        for (int word = 0; word < 8192; word++) {
            usage.add(word, word);
        }
        assertThat(usage.entropy()).isCloseTo(9.0109, within(1e-4));
        assertThat(usage.perplexity()).isCloseTo(8192, within(1e-6));
        assertThat(usage.usedShare()).isEqualTo(1);
    }

    @Test
    void oneWordAloneHasNoEntropy() {
        WordUsage usage = new WordUsage(3);
        usage.add(2, 2, 2);
        assertThat(usage.entropy()).isZero();
        assertThat(usage.perplexity()).isEqualTo(1);
        assertThat(usage.commonestShare()).isEqualTo(1);
    }

    @Test
    void nothingCountedIsNoNaN() {
        WordUsage usage = new WordUsage(3);
        assertThat(usage.entropy()).isZero();
        assertThat(usage.commonestShare()).isZero();
        assertThat(usage.usedShare()).isZero();
    }

    @Test
    void wordsOfABatchAreThoseOfTheTokenizer() {
        try (CheckedBackend backend = new CheckedBackend(new ReferenceBackendProvider().open(BackendConfig.cpu()));
                TensorScope scope = TensorScope.open()) {
            CodebookTokenizer tokenizer =
                    new CodebookTokenizer(backend, RandomProjection.codebook(7, 2, SplittableSeed.of(1)));
            Batch batch = FakeImages.noise(1, 3, 4).next();
            WordUsage usage = new WordUsage(7);
            int before = scope.size();
            int[] tokens = usage.add(backend, tokenizer, batch);
            assertThat(scope.size()).isEqualTo(before);
            assertThat(tokens).hasSize(3 * 4);
            WordUsage again = new WordUsage(7);
            again.add(tokens);
            assertThat(usage.counts()).isEqualTo(again.counts());
        }
    }

    @Test
    void rejectsWordsOfAnotherVocabulary() {
        WordUsage usage = new WordUsage(4);
        assertThatThrownBy(() -> usage.add(0, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("WordUsage: expected words in 0..3, got 4");
        assertThatThrownBy(() -> usage.add(-1)).hasMessageContaining("got -1");
    }
}

package io.splitmask.tokenizers;

import io.splitmask.config.Problems;
import io.splitmask.data.Batch;
import io.splitmask.data.Tokenizer;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How often each word occurs. The entropy is what a model loses in nats per patch that knows these frequencies and
 * nothing else, so a loss below it shows that something was learnt. Not thread-safe.
 */
public final class WordUsage {
    private final long[] counts;

    /** Starts at zero. @param vocabulary V */
    public WordUsage(int vocabulary) {
        Problems.of("WordUsage").atLeast(1, "vocabulary", vocabulary).throwIfAny();
        counts = new long[vocabulary];
    }

    /**
     * Counts words.
     *
     * @param tokens any number of words, in 0..V-1
     * @throws IllegalArgumentException if one is not
     */
    public void add(int... tokens) {
        for (int token : tokens) {
            if (token < 0 || token >= counts.length) {
                throw new IllegalArgumentException(
                        "WordUsage: expected words in 0.." + (counts.length - 1) + ", got " + token);
            }
            counts[token]++;
        }
    }

    /**
     * Tokenises the half-resolution images of a batch and counts their words.
     *
     * @return the words, [B, N] row-major
     */
    public int[] add(Backend backend, Tokenizer tokenizer, Batch batch) {
        int side = batch.view(0).imageSize() / 2;
        try (TensorScope scope = TensorScope.open()) {
            Tensor halfImages = Tensor.of(
                    backend, batch.view(0).halfPixels(), batch.size(), VisionTransformer.CHANNELS, side, side);
            int[] tokens = tokenizer.tokens(halfImages).toInts();
            add(tokens);
            return tokens;
        }
    }

    /** Returns how often each word occurred, [V], a copy. */
    public long[] counts() {
        return counts.clone();
    }

    /** Returns V. */
    public int vocabulary() {
        return counts.length;
    }

    /** Returns the number of words counted. */
    public long total() {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }

    /** Returns how many different words occurred. */
    public int usedWords() {
        return (int) IntStream.range(0, counts.length)
                .filter(word -> counts[word] > 0)
                .count();
    }

    /** Returns the share of the vocabulary that occurred, 0 to 1. */
    public double usedShare() {
        return usedWords() / (double) counts.length;
    }

    /** Returns the entropy of the distribution of words in nats, from 0 to ln V; 0 if nothing was counted. */
    public double entropy() {
        double total = total();
        double entropy = 0;
        for (long count : counts) {
            if (count > 0) {
                entropy -= count / total * Math.log(count / total);
            }
        }
        return Math.max(0, entropy);
    }

    /** Returns how many equally likely words would have this entropy: {@code e^entropy}, from 1 to V. */
    public double perplexity() {
        return Math.exp(entropy());
    }

    /** Returns the share of all words that the commonest one has, 0 to 1; 0 if nothing was counted. */
    public double commonestShare() {
        long total = total();
        return total == 0 ? 0 : counts[ranking().get(0)] / (double) total;
    }

    /** Returns all words, the commonest first, the lower number first where equal. */
    public List<Integer> ranking() {
        return IntStream.range(0, counts.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer word) -> -counts[word]))
                .toList();
    }
}

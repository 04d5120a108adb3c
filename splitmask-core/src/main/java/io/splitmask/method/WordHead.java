package io.splitmask.method;

import io.splitmask.autograd.Tape;
import io.splitmask.autograd.TokenCrossEntropy;
import io.splitmask.nn.Linear;
import io.splitmask.nn.Module;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;

/** Predicts the visual word of a patch. Parameters: {@code weight} [V, D], {@code bias} [V]. */
public final class WordHead extends Module {
    /** Rows of logits that exist at a time where only the likeliest words are wanted. */
    private static final int CHUNK_ROWS = 512;

    private final Linear linear;

    /**
     * Creates the head.
     *
     * @param width D
     * @param vocabulary V
     */
    public WordHead(Backend backend, int width, int vocabulary) {
        super(backend);
        linear = inline(new Linear(backend, width, vocabulary));
    }

    /**
     * Returns the logits.
     *
     * @param rows [..., D]
     * @return [..., V]
     */
    public Tensor logits(Tensor rows) {
        return linear.forward(rows);
    }

    /**
     * Returns the mean cross entropy of predicting words.
     *
     * @param rows [R, D]
     * @param words [R]
     * @return []
     */
    public Tensor loss(Tensor rows, int[] words) {
        return score(rows, words).loss();
    }

    /**
     * Returns the mean cross entropy of predicting words and the share of rows whose likeliest word is the true one.
     *
     * @param rows [R, D]
     * @param words [R]
     */
    public TokenCrossEntropy.Result score(Tensor rows, int[] words) {
        return TokenCrossEntropy.withAccuracy(
                rows,
                linear.weight().tensor(),
                linear.bias().tensor(),
                Tensor.ofIndices(backend(), words, linear.bias().tensor().dim(0), words.length));
    }

    /**
     * Returns the likeliest words, for reports; nothing is recorded.
     *
     * @param rows [R, D]
     * @return [R]
     */
    public int[] likeliest(Tensor rows) {
        int[] words = new int[rows.dim(0)];
        for (int start = 0; start < words.length; start += CHUNK_ROWS) {
            int from = start;
            int to = Math.min(words.length, start + CHUNK_ROWS);
            int[] chunk = Tape.pause(() -> likeliest(rows, from, to));
            System.arraycopy(chunk, 0, words, from, chunk.length);
        }
        return words;
    }

    private int[] likeliest(Tensor rows, int from, int to) {
        try (TensorScope scope = TensorScope.open()) {
            return logits(rows.detach().slice(0, from, to)).argMax().toInts();
        }
    }
}

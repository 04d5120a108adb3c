package io.splitmask.tokenizers;

import io.splitmask.autograd.Tape;
import io.splitmask.config.Problems;
import io.splitmask.spi.Backend;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import io.splitmask.tensor.Tensor;
import io.splitmask.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the word nearest to each of many vectors by matrix products of a bounded number of rows, so that the scores of
 * all rows never exist at once. The words belong to the scope in which this object was made.
 *
 * <p>With {@link Metric#EUCLIDEAN} the nearest word is the one with the largest {@code x . w - |w|^2 / 2}, which orders
 * words as the distance does. Of equal scores the lowest number wins.
 */
public final class NearestWords {
    /** Scores that exist at once: {@value}, 32 MiB. */
    static final int MAX_SCORES = 1 << 23;

    private final Tensor words;
    private final @Nullable Tensor offsets;
    private final int rowsAtOnce;

    /**
     * Uploads the words.
     *
     * @param words [V, D], row-major
     * @param width D
     */
    public NearestWords(Backend backend, Metric metric, float[] words, int width) {
        this(backend, metric, words, width, MAX_SCORES);
    }

    NearestWords(Backend backend, Metric metric, float[] words, int width, int maxScores) {
        Problems.of("NearestWords")
                .atLeast(1, "width", width)
                .require(
                        words.length > 0 && words.length % Math.max(1, width) == 0,
                        "expected one or more words of " + width + " values, got " + words.length + " values")
                .throwIfAny();
        int vocabulary = words.length / width;
        this.words = Tensor.of(backend, words, vocabulary, width);
        this.offsets = metric == Metric.COSINE ? null : Tensor.of(backend, offsets(words, width), vocabulary);
        this.rowsAtOnce = Math.max(1, maxScores / vocabulary);
    }

    private static float[] offsets(float[] words, int width) {
        float[] offsets = new float[words.length / width];
        for (int word = 0; word < offsets.length; word++) {
            double squares = 0;
            for (int i = word * width; i < (word + 1) * width; i++) {
                squares += (double) words[i] * words[i];
            }
            offsets[word] = (float) (-squares / 2);
        }
        return offsets;
    }

    /**
     * Returns the number of the nearest word of each row; nothing is recorded on a tape.
     *
     * @param rows [R, D]
     * @return INT32 [R], owned by the current scope
     * @throws ShapeException if {@code rows} has another shape
     */
    public Tensor of(Tensor rows) {
        Shape shape = rows.shape();
        if (shape.rank() != 2 || shape.dim(1) != words.dim(1)) {
            throw new ShapeException("nearestWords", "expected rows [R, " + words.dim(1) + "], got " + shape, shape);
        }
        return Tape.pause(() -> {
            try (TensorScope scope = TensorScope.open()) {
                List<Tensor> chunks = new ArrayList<>();
                int start = 0;
                do {
                    int stop = Math.min(rows.dim(0), start + rowsAtOnce);
                    chunks.add(nearest(rows, start, stop));
                    start = stop;
                } while (start < rows.dim(0));
                return scope.release(chunks.size() == 1 ? chunks.get(0) : Tensor.concat(chunks, 0));
            }
        });
    }

    private Tensor nearest(Tensor rows, int start, int stop) {
        try (TensorScope scope = TensorScope.open()) {
            boolean all = start == 0 && stop == rows.dim(0);
            Tensor part = all ? rows : rows.slice(0, start, stop);
            Tensor scores = offsets == null ? part.matmul(words, MatmulSpec.NT) : part.linear(words, offsets);
            return scope.release(scores.argMax());
        }
    }
}

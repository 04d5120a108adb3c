package io.splitmask.method.dino;

import io.splitmask.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the teacher says of the global crops, as distributions over outputs. No gradient flows here.
 *
 * @param probabilities [2B, O], rows sum to 1, those of crop 0 first
 * @param logProbabilities [2B, O]
 */
record TeacherOutput(Tensor probabilities, Tensor logProbabilities) {
    private static final float TINY = 1e-30f;

    /**
     * Centres and sharpens.
     *
     * @param logits [2B, O]
     * @param centre [1, O]
     */
    static TeacherOutput of(Tensor logits, Tensor centre, double temperature) {
        Tensor logs =
                logits.subtract(centre).multiply((float) (1 / temperature)).logSoftmax(-1);
        return new TeacherOutput(logs.exp(), logs);
    }

    /**
     * Returns what the student should say: of crop 0 what the teacher says of crop 1, of crop 1 what it says of crop 0, and
     * of the others both, in one row that sums to 2.
     *
     * @param crops number of the student's crops, 2 or more
     * @return [2B, O] if there are no other crops, else [3B, O]
     */
    Tensor targets(int crops) {
        int batch = probabilities.dim(0) / 2;
        Tensor first = probabilities.slice(0, 0, batch);
        Tensor second = probabilities.slice(0, batch, 2 * batch);
        return crops == 2
                ? Tensor.concat(List.of(second, first), 0)
                : Tensor.concat(List.of(second, first, first.add(second)), 0);
    }

    /** Returns the row of {@link #targets} for each crop of each image, crop by crop. */
    static int[] targetRows(int crops, int batch) {
        int[] rows = new int[crops * batch];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Math.min(i / batch, 2) * batch + i % batch;
        }
        return rows;
    }

    /**
     * Returns figures that show a collapse, in nats. {@code teacher_entropy} is the mean entropy of a row, and
     * {@code teacher_kl} its divergence from the uniform distribution, ln O less: 0 where all outputs are equally likely.
     * {@code teacher_batch_entropy} is the entropy of the mean of the rows: 0 where all images get the same output.
     */
    Map<String, Tensor> figures() {
        Tensor entropy = entropy(probabilities, logProbabilities).mean();
        Tensor mean = probabilities.mean(0);
        Map<String, Tensor> figures = new LinkedHashMap<>();
        figures.put("teacher_entropy", entropy);
        figures.put("teacher_kl", entropy.negate().add((float) Math.log(probabilities.dim(1))));
        figures.put("teacher_batch_entropy", entropy(mean, mean.add(TINY).log()));
        return figures;
    }

    private static Tensor entropy(Tensor probabilities, Tensor logs) {
        return probabilities.multiply(logs).sum(-1).negate();
    }
}

package io.splitmask.dl4j;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.tensor.Shape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Linear layer and mean cross entropy. */
final class CrossEntropy {
    private static final int CHUNK_ROWS = 512;

    private final Workers workers;
    private final LogitChunks chunks;
    private final Reductions reductions;

    CrossEntropy(Workers workers, LogitChunks chunks, Reductions reductions) {
        this.workers = workers;
        this.chunks = chunks;
        this.reductions = reductions;
    }

    FusedResult forward(Draft draft, LogitChunks.Layer layer, Dl4jBuffer target, boolean withGradients) {
        Dl4jBuffer x = layer.x();
        Dl4jBuffer w = layer.w();
        int R = x.shape().dim(0);
        int V = w.shape().dim(0);
        Predictions predictions = new Predictions(Movement.downloadIndices(target, V));
        Dl4jBuffer loss = draft.result(Shape.of());
        Dl4jBuffer accuracy = draft.result(Shape.of());
        List<Dl4jBuffer> gradients =
                withGradients ? List.of(draft.result(x.shape()), draft.result(w.shape())) : List.of();
        double[] biasSums = new double[V];
        chunks.forEach(draft, CHUNK_ROWS, layer, gradients, (logits, start, rows) -> {
            predict(logits, rows, V, predictions, start, withGradients ? 1f / R : 0f);
            if (withGradients) {
                reductions.addColumns(logits, rows, V, biasSums);
            }
        });
        loss.floats().put(0, (float) predictions.meanLoss());
        accuracy.floats().put(0, predictions.accuracy());
        List<Buffer> state = new ArrayList<>(List.of(accuracy));
        if (withGradients) {
            state.addAll(gradients);
            state.add(biasGradient(draft, biasSums));
        }
        return new FusedResult(loss, state);
    }

    private static Dl4jBuffer biasGradient(Draft draft, double[] sums) {
        Dl4jBuffer db = draft.result(Shape.of(sums.length));
        FloatBuffer values = db.floats();
        for (int i = 0; i < sums.length; i++) {
            values.put(i, (float) sums[i]);
        }
        return db;
    }

    /**
     * Fills in what is predicted from row {@code start} on and, if the factor is not 0, replaces the logits by their
     * gradients.
     *
     * @param factor of the gradients
     */
    private void predict(FloatBuffer logits, int rows, int V, Predictions predictions, int start, float factor) {
        workers.forEach(rows, Rows.grain(V), (from, to) -> {
            Scratch scratch = Scratch.get();
            Exponentials exponentials = scratch.exponentials();
            float[] row = scratch.floats(0, V);
            for (int r = from; r < to; r++) {
                logits.get(r * V, row, 0, V);
                int hot = predictions.classes[start + r];
                float score = row[hot];
                predictions.right[start + r] = isFirstLargest(row, hot, V);
                exponentials.replace(row, 1, V, scratch);
                float sum = exponentials.sum(0);
                predictions.losses[start + r] = Math.log(sum) + exponentials.shift(0) - score;
                if (factor != 0) {
                    Rows.scale(row, 0, V, factor / sum);
                    row[hot] -= factor;
                    logits.put(r * V, row, 0, V);
                }
            }
        });
    }

    /**
     * Whether the first of the largest elements stands at {@code place}, where NaN is larger than any number. Most rows
     * show early that it does not.
     */
    private static boolean isFirstLargest(float[] row, int place, int width) {
        float largest = row[place];
        for (int i = 0; i < place; i++) {
            if (Float.isNaN(row[i]) || row[i] >= largest) {
                return false;
            }
        }
        if (Float.isNaN(largest)) {
            return true;
        }
        for (int i = place + 1; i < width; i++) {
            if (!(row[i] <= largest)) {
                return false;
            }
        }
        return true;
    }

    /** By row: the target, the loss, and whether the target has the largest logit. */
    private static final class Predictions {
        private final int[] classes;
        private final double[] losses;
        private final boolean[] right;

        Predictions(int[] classes) {
            this.classes = classes;
            losses = new double[classes.length];
            right = new boolean[classes.length];
        }

        double meanLoss() {
            double total = 0;
            for (double loss : losses) {
                total += loss;
            }
            return total / losses.length;
        }

        float accuracy() {
            int count = 0;
            for (boolean one : right) {
                count += one ? 1 : 0;
            }
            return (float) count / right.length;
        }
    }
}

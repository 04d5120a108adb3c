package io.splitmask.dl4j;

import io.splitmask.spi.FusedResult;
import io.splitmask.tensor.Shape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Linear layer and mean cross entropy in chunks of rows. One buffer holds a chunk's logits and then, in the same
 * place, their gradient.
 */
final class CrossEntropy {
    private static final int CHUNK_ROWS = 512;

    private final Workers workers;
    private final Gemm gemm;
    private final Matmul matmul;
    private final Reductions reductions;

    CrossEntropy(Workers workers, Gemm gemm, Matmul matmul, Reductions reductions) {
        this.workers = workers;
        this.gemm = gemm;
        this.matmul = matmul;
        this.reductions = reductions;
    }

    FusedResult forward(
            Draft draft, Dl4jBuffer x, Dl4jBuffer w, Dl4jBuffer b, Dl4jBuffer target, boolean withGradients) {
        int R = x.shape().dim(0);
        int D = x.shape().dim(1);
        int V = b.size();
        Predictions predictions = new Predictions(Movement.downloadIndices(target, V));
        Dl4jBuffer loss = draft.result(Shape.of());
        List<Dl4jBuffer> state = new ArrayList<>(List.of(draft.result(Shape.of())));
        if (withGradients) {
            state.addAll(List.of(draft.result(x.shape()), draft.result(w.shape()), draft.result(b.shape())));
        }
        double[] biasSums = new double[V];
        Matrix weight = Matrix.of(w.address(), D);
        Dl4jBuffer logits = draft.temporary(Shape.of(Math.min(CHUNK_ROWS, R), V));
        Matrix scores = Matrix.of(logits.address(), V);
        for (int start = 0; start < R; start += CHUNK_ROWS) {
            int rows = Math.min(CHUNK_ROWS, R - start);
            Matrix part = Matrix.of(x.address(), D).plus((long) start * D);
            matmul.fillRows(logits.floats(), rows, b);
            gemm.multiply(rows, V, D, 1f, part, weight.transpose(), 1f, scores);
            predict(logits.floats(), rows, V, predictions, start, withGradients ? 1f / R : 0f);
            if (withGradients) {
                Matrix dx = Matrix.of(state.get(1).address(), D).plus((long) start * D);
                Matrix dw = Matrix.of(state.get(2).address(), D);
                gemm.multiply(rows, D, V, 1f, scores, weight, 0f, dx);
                gemm.multiply(V, D, rows, 1f, scores.transpose(), part, start == 0 ? 0f : 1f, dw);
                reductions.addColumns(logits.floats(), rows, V, biasSums);
            }
        }
        loss.floats().put(0, (float) predictions.meanLoss());
        state.get(0).floats().put(0, predictions.accuracy());
        if (withGradients) {
            FloatBuffer db = state.get(3).floats();
            for (int i = 0; i < V; i++) {
                db.put(i, (float) biasSums[i]);
            }
        }
        return new FusedResult(loss, List.copyOf(state));
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
            float[] row = scratch.floats(0, Math.max(Scratch.BLOCK, V));
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

    /** Whether the first of the largest elements stands at {@code place}. Most rows show early that it does not. */
    private static boolean isFirstLargest(float[] row, int place, int width) {
        for (int i = 0; i < place; i++) {
            if (row[i] >= row[place]) {
                return false;
            }
        }
        for (int i = place + 1; i < width; i++) {
            if (row[i] > row[place]) {
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

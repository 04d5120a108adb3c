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
        int[] classes = Movement.downloadIndices(target, V);
        Dl4jBuffer loss = draft.result(Shape.of());
        List<Dl4jBuffer> gradients = new ArrayList<>();
        if (withGradients) {
            gradients = List.of(draft.result(x.shape()), draft.result(w.shape()), draft.result(b.shape()));
        }
        double[] biasSums = new double[V];
        Matrix weight = Matrix.of(w.address(), D);
        double total = 0;
        Dl4jBuffer logits = draft.temporary(Shape.of(Math.min(CHUNK_ROWS, R), V));
        Matrix scores = Matrix.of(logits.address(), V);
        for (int start = 0; start < R; start += CHUNK_ROWS) {
            int rows = Math.min(CHUNK_ROWS, R - start);
            Matrix part = Matrix.of(x.address(), D).plus((long) start * D);
            matmul.fillRows(logits.floats(), rows, b);
            gemm.multiply(rows, V, D, 1f, part, weight.transpose(), 1f, scores);
            total += losses(logits.floats(), rows, V, classes, start, withGradients ? 1f / R : 0f);
            if (withGradients) {
                Matrix dx = Matrix.of(gradients.get(0).address(), D).plus((long) start * D);
                Matrix dw = Matrix.of(gradients.get(1).address(), D);
                gemm.multiply(rows, D, V, 1f, scores, weight, 0f, dx);
                gemm.multiply(V, D, rows, 1f, scores.transpose(), part, start == 0 ? 0f : 1f, dw);
                reductions.addColumns(logits.floats(), rows, V, biasSums);
            }
        }
        loss.floats().put(0, (float) (total / R));
        if (withGradients) {
            FloatBuffer db = gradients.get(2).floats();
            for (int i = 0; i < V; i++) {
                db.put(i, (float) biasSums[i]);
            }
        }
        return new FusedResult(loss, List.copyOf(gradients));
    }

    /**
     * Returns the sum of the rows' losses and, if the factor is not 0, replaces the logits by their gradients.
     *
     * @param factor of the gradients
     */
    private double losses(FloatBuffer logits, int rows, int V, int[] classes, int start, float factor) {
        double[] losses = new double[rows];
        workers.forEach(rows, Rows.grain(V), (from, to) -> {
            Scratch scratch = Scratch.get();
            Exponentials exponentials = scratch.exponentials();
            float[] row = scratch.floats(0, Math.max(Scratch.BLOCK, V));
            for (int r = from; r < to; r++) {
                logits.get(r * V, row, 0, V);
                int hot = classes[start + r];
                float score = row[hot];
                exponentials.replace(row, 1, V, scratch);
                float sum = exponentials.sum(0);
                losses[r] = Math.log(sum) + exponentials.shift(0) - score;
                if (factor != 0) {
                    Rows.scale(row, 0, V, factor / sum);
                    row[hot] -= factor;
                    logits.put(r * V, row, 0, V);
                }
            }
        });
        double total = 0;
        for (double loss : losses) {
            total += loss;
        }
        return total;
    }
}

package io.splitmask.dl4j;

import io.splitmask.spi.FusedResult;
import io.splitmask.tensor.Shape;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** Linear layer and mean cross entropy against distributions, in chunks of rows as {@link CrossEntropy}. */
final class SoftCrossEntropy {
    /** Fewer than there: these distributions are over many more classes. */
    private static final int CHUNK_ROWS = 128;

    private final Workers workers;
    private final Gemm gemm;

    SoftCrossEntropy(Workers workers, Gemm gemm) {
        this.workers = workers;
        this.gemm = gemm;
    }

    FusedResult forward(
            Draft draft, Dl4jBuffer x, Dl4jBuffer w, Dl4jBuffer targets, Dl4jBuffer pick, boolean withGradients) {
        int R = x.shape().dim(0);
        int D = x.shape().dim(1);
        int V = w.shape().dim(0);
        int[] picked = Movement.downloadIndices(pick, targets.shape().dim(0));
        Dl4jBuffer loss = draft.result(Shape.of());
        List<Dl4jBuffer> gradients =
                withGradients ? List.of(draft.result(x.shape()), draft.result(w.shape())) : List.of();
        double[] losses = new double[R];
        Matrix weight = Matrix.of(w.address(), D);
        Dl4jBuffer logits = draft.temporary(Shape.of(Math.min(CHUNK_ROWS, R), V));
        Matrix scores = Matrix.of(logits.address(), V);
        for (int start = 0; start < R; start += CHUNK_ROWS) {
            int rows = Math.min(CHUNK_ROWS, R - start);
            Matrix part = Matrix.of(x.address(), D).plus((long) start * D);
            gemm.multiply(rows, V, D, 1f, part, weight.transpose(), 0f, scores);
            int[] chunk = Arrays.copyOfRange(picked, start, start + rows);
            double[] ofChunk = losses(logits.floats(), V, targets.floats(), chunk, withGradients ? 1f / R : 0f);
            System.arraycopy(ofChunk, 0, losses, start, rows);
            if (withGradients) {
                Matrix dx = Matrix.of(gradients.get(0).address(), D).plus((long) start * D);
                Matrix dw = Matrix.of(gradients.get(1).address(), D);
                gemm.multiply(rows, D, V, 1f, scores, weight, 0f, dx);
                gemm.multiply(V, D, rows, 1f, scores.transpose(), part, start == 0 ? 0f : 1f, dw);
            }
        }
        loss.floats().put(0, (float) (Arrays.stream(losses).sum() / R));
        return new FusedResult(loss, List.copyOf(gradients));
    }

    /**
     * Returns the losses of the rows and, if the factor is not 0, replaces the logits by their gradients.
     *
     * @param picked the row of the targets for each row of logits
     * @param factor of the gradients
     */
    private double[] losses(FloatBuffer logits, int V, FloatBuffer targets, int[] picked, float factor) {
        double[] losses = new double[picked.length];
        workers.forEach(picked.length, Rows.grain(V), (from, to) -> {
            Scratch scratch = Scratch.get();
            Exponentials exponentials = scratch.exponentials();
            float[] row = scratch.floats(0, Math.max(Scratch.BLOCK, V));
            float[] target = scratch.floats(1, Math.max(Scratch.BLOCK, V));
            for (int r = from; r < to; r++) {
                logits.get(r * V, row, 0, V);
                targets.get(picked[r] * V, target, 0, V);
                float mass = Loops.CHOSEN.sum(target, 0, V);
                float agreement = Loops.CHOSEN.dot(target, row, 0, V);
                exponentials.replace(row, 1, V, scratch);
                float sum = exponentials.sum(0);
                losses[r] = mass * (Math.log(sum) + exponentials.shift(0)) - agreement;
                if (factor != 0) {
                    Rows.scale(row, 0, V, factor * mass / sum);
                    Rows.scale(target, 0, V, -factor);
                    Rows.accumulate(row, target, V);
                    logits.put(r * V, row, 0, V);
                }
            }
        });
        return losses;
    }
}

package io.splitmask.dl4j;

import io.splitmask.spi.FusedResult;
import io.splitmask.tensor.Shape;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** Linear layer and mean cross entropy against distributions. */
final class SoftCrossEntropy {
    /** Fewer than in {@link CrossEntropy}: these distributions are over many more classes. */
    private static final int CHUNK_ROWS = 128;

    private final Workers workers;
    private final LogitChunks chunks;

    SoftCrossEntropy(Workers workers, LogitChunks chunks) {
        this.workers = workers;
        this.chunks = chunks;
    }

    FusedResult forward(
            Draft draft, LogitChunks.Layer layer, Dl4jBuffer targets, Dl4jBuffer pick, boolean withGradients) {
        Shape x = layer.x().shape();
        Shape w = layer.w().shape();
        int R = x.dim(0);
        int[] picked = Movement.downloadIndices(pick, targets.shape().dim(0));
        Dl4jBuffer loss = draft.result(Shape.of());
        List<Dl4jBuffer> gradients = withGradients ? List.of(draft.result(x), draft.result(w)) : List.of();
        double[] losses = new double[R];
        chunks.forEach(draft, CHUNK_ROWS, layer, gradients, (logits, start, rows) -> {
            int[] chunk = Arrays.copyOfRange(picked, start, start + rows);
            double[] ofChunk = losses(logits, w.dim(0), targets.floats(), chunk, withGradients ? 1f / R : 0f);
            System.arraycopy(ofChunk, 0, losses, start, rows);
        });
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
            float[] row = scratch.floats(0, V);
            float[] target = scratch.floats(1, V);
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

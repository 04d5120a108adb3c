package io.splitmask.dl4j;

import io.splitmask.tensor.Shape;
import java.nio.FloatBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The logits of a linear layer, some rows at a time. One buffer holds a chunk's logits and then, in the same place, their
 * gradient, from which those of x and w are made.
 */
final class LogitChunks {
    private final Gemm gemm;
    private final Matmul matmul;

    LogitChunks(Gemm gemm, Matmul matmul) {
        this.gemm = gemm;
        this.matmul = matmul;
    }

    /** A linear layer: x [R, D], w [V, D] and b [V], which may be missing. */
    record Layer(Dl4jBuffer x, Dl4jBuffer w, @Nullable Dl4jBuffer b) {}

    /** Works on one chunk. */
    @FunctionalInterface
    interface Step {
        /**
         * Reads the logits and, if gradients are wanted, puts theirs in their place.
         *
         * @param logits [rows, V]
         * @param start the first row's place among all
         */
        void run(FloatBuffer logits, int start, int rows);
    }

    /**
     * Goes through all rows.
     *
     * @param chunkRows how many at a time
     * @param gradients of x and w, which are filled; or none if they are not wanted
     */
    void forEach(Draft draft, int chunkRows, Layer layer, List<Dl4jBuffer> gradients, Step step) {
        int R = layer.x().shape().dim(0);
        int D = layer.x().shape().dim(1);
        int V = layer.w().shape().dim(0);
        Matrix weight = Matrix.of(layer.w().address(), D);
        Dl4jBuffer logits = draft.temporary(Shape.of(Math.min(chunkRows, R), V));
        Matrix scores = Matrix.of(logits.address(), V);
        for (int start = 0; start < R; start += chunkRows) {
            int rows = Math.min(chunkRows, R - start);
            Matrix part = Matrix.of(layer.x().address(), D).plus((long) start * D);
            if (layer.b() != null) {
                matmul.fillRows(logits.floats(), rows, layer.b());
            }
            gemm.multiply(rows, V, D, 1f, part, weight.transpose(), layer.b() == null ? 0f : 1f, scores);
            step.run(logits.floats(), start, rows);
            if (!gradients.isEmpty()) {
                Matrix dx = Matrix.of(gradients.get(0).address(), D).plus((long) start * D);
                Matrix dw = Matrix.of(gradients.get(1).address(), D);
                gemm.multiply(rows, D, V, 1f, scores, weight, 0f, dx);
                gemm.multiply(V, D, rows, 1f, scores.transpose(), part, start == 0 ? 0f : 1f, dw);
            }
        }
    }
}

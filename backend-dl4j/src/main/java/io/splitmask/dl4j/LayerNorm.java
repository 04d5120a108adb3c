package io.splitmask.dl4j;

import io.splitmask.spi.FusedResult;
import io.splitmask.tensor.Shape;
import java.nio.FloatBuffer;
import java.util.List;

/** Layer norm over the last axis; the state is mean and 1 / sqrt(var + eps) of every row, [rows, 2]. */
final class LayerNorm {
    private final Workers workers;

    LayerNorm(Workers workers) {
        this.workers = workers;
    }

    FusedResult forward(Draft draft, Dl4jBuffer x, Dl4jBuffer w, Dl4jBuffer b, float eps) {
        int D = x.width();
        int allRows = x.rows();
        Dl4jBuffer y = draft.result(x.shape());
        Dl4jBuffer state = draft.result(Shape.of(allRows, 2));
        float[] weight = Rows.tile(w);
        float[] bias = Rows.tile(b);
        int perBlock = Rows.perBlock(D);
        FloatBuffer in = x.floats();
        FloatBuffer out = y.floats();
        FloatBuffer statistics = state.floats();
        workers.forEach(allRows, Rows.grain(D), (from, to) -> {
            Scratch scratch = Scratch.get();
            float[] block = scratch.floats(0, Math.max(Scratch.BLOCK, D));
            float[] pairs = scratch.floats(1, 2 * perBlock);
            for (int row = from; row < to; row += perBlock) {
                int rows = Math.min(perBlock, to - row);
                in.get(row * D, block, 0, rows * D);
                for (int r = 0; r < rows; r++) {
                    normalise(block, r * D, D, weight, bias, eps, pairs, 2 * r);
                }
                out.put(row * D, block, 0, rows * D);
                statistics.put(2 * row, pairs, 0, 2 * rows);
            }
        });
        return new FusedResult(y, List.of(state));
    }

    /**
     * Normalises the row at {@code at} and keeps its mean and 1 / deviation.
     *
     * @param pairAt where to keep them
     */
    private static void normalise(
            float[] x, int at, int D, float[] w, float[] b, float eps, float[] pairs, int pairAt) {
        float mean = Loops.CHOSEN.sum(x, at, D) / D;
        Rows.shift(x, at, D, -mean);
        float variance = Loops.CHOSEN.dot(x, x, at, D) / D;
        float inverse = (float) (1 / Math.sqrt(variance + eps));
        for (int i = at; i < at + D; i++) {
            x[i] = x[i] * inverse * w[i] + b[i];
        }
        pairs[pairAt] = mean;
        pairs[pairAt + 1] = inverse;
    }

    List<Dl4jBuffer> backward(Draft draft, Dl4jBuffer x, Dl4jBuffer w, Dl4jBuffer state, Dl4jBuffer gradient) {
        int D = x.width();
        int allRows = x.rows();
        Dl4jBuffer dx = draft.result(x.shape());
        Dl4jBuffer dw = draft.result(w.shape());
        Dl4jBuffer db = draft.result(w.shape());
        float[] weight = Rows.tile(w);
        int grain = ColumnSums.rowsPerPart(allRows, D);
        int parts = Math.max(1, (allRows + grain - 1) / grain);
        ColumnSums[] weightSums = new ColumnSums[parts];
        ColumnSums[] biasSums = new ColumnSums[parts];
        for (int i = 0; i < parts; i++) {
            weightSums[i] = new ColumnSums(D);
            biasSums[i] = new ColumnSums(D);
        }
        workers.forEach(allRows, grain, (from, to) -> {
            Part part = new Part(from, to, weightSums[from / grain], biasSums[from / grain]);
            backwardRows(part, x, gradient, state, dx, weight);
        });
        ColumnSums.total(weightSums).write(dw.floats(), 0);
        ColumnSums.total(biasSums).write(db.floats(), 0);
        return List.of(dx, dw, db);
    }

    /** The rows of one part of the backward pass and where it adds up the gradients of weight and bias. */
    private record Part(int from, int to, ColumnSums weightSums, ColumnSums biasSums) {}

    private static void backwardRows(
            Part part, Dl4jBuffer x, Dl4jBuffer gradient, Dl4jBuffer state, Dl4jBuffer dx, float[] weight) {
        int D = x.width();
        int perBlock = Rows.perBlock(D);
        Scratch scratch = Scratch.get();
        float[] normalised = scratch.floats(0, Math.max(Scratch.BLOCK, D));
        float[] g = scratch.floats(1, Math.max(Scratch.BLOCK, D));
        float[] product = scratch.floats(2, Math.max(Scratch.BLOCK, D));
        float[] pairs = scratch.floats(3, 2 * perBlock);
        for (int row = part.from(); row < part.to(); row += perBlock) {
            int rows = Math.min(perBlock, part.to() - row);
            x.floats().get(row * D, normalised, 0, rows * D);
            gradient.floats().get(row * D, g, 0, rows * D);
            state.floats().get(2 * row, pairs, 0, 2 * rows);
            part.biasSums().add(g, rows);
            for (int r = 0; r < rows; r++) {
                normaliseAgain(normalised, r * D, D, pairs[2 * r], pairs[2 * r + 1]);
            }
            weigh(normalised, g, product, weight, rows * D);
            part.weightSums().add(product, rows);
            for (int r = 0; r < rows; r++) {
                project(g, normalised, r * D, D, pairs[2 * r + 1]);
            }
            dx.floats().put(row * D, g, 0, rows * D);
        }
    }

    private static void normaliseAgain(float[] x, int at, int D, float mean, float inverse) {
        for (int i = at; i < at + D; i++) {
            x[i] = (x[i] - mean) * inverse;
        }
    }

    /** Computes the weight's gradient, element by element, and multiplies the incoming gradient by the weight. */
    private static void weigh(float[] normalised, float[] g, float[] product, float[] weight, int size) {
        for (int i = 0; i < size; i++) {
            product[i] = g[i] * normalised[i];
            g[i] *= weight[i];
        }
    }

    private static void project(float[] g, float[] normalised, int at, int D, float inverse) {
        float meanG = Loops.CHOSEN.sum(g, at, D) / D;
        float meanProduct = Loops.CHOSEN.dot(g, normalised, at, D) / D;
        for (int i = at; i < at + D; i++) {
            g[i] = inverse * (g[i] - meanG - normalised[i] * meanProduct);
        }
    }
}

package io.splitmask.dl4j;

import io.splitmask.spi.FusedResult;
import io.splitmask.tensor.Shape;
import java.nio.FloatBuffer;
import java.util.List;

/** Layer norm over the last axis; the state is mean and 1 / sqrt(var + eps) of every row, [rows, 2]. */
final class LayerNorm {
    /** Parts of a gradient's column sums: fixed, so that the sums do not depend on the number of threads. */
    private static final int PARTS = 16;

    private final Workers workers;

    LayerNorm(Workers workers) {
        this.workers = workers;
    }

    FusedResult forward(Draft draft, Dl4jBuffer x, Dl4jBuffer w, Dl4jBuffer b, float eps) {
        int D = x.width();
        int allRows = x.rows();
        Dl4jBuffer y = draft.result(x.shape());
        Dl4jBuffer state = draft.result(Shape.of(allRows, 2));
        float[] weight = Movement.downloadFloats(w);
        float[] bias = Movement.downloadFloats(b);
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
                    normalise(block, r * D, weight, bias, eps, pairs, 2 * r);
                }
                out.put(row * D, block, 0, rows * D);
                statistics.put(2 * row, pairs, 0, 2 * rows);
            }
        });
        return new FusedResult(y, List.of(state));
    }

    private static void normalise(float[] x, int at, float[] w, float[] b, float eps, float[] pairs, int pairAt) {
        int D = w.length;
        float mean = Rows.sum(x, at, D) / D;
        Rows.shift(x, at, D, -mean);
        float variance = Rows.dot(x, at, x, at, D) / D;
        float inverse = (float) (1 / Math.sqrt(variance + eps));
        for (int i = 0; i < D; i++) {
            x[at + i] = x[at + i] * inverse * w[i] + b[i];
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
        float[] weight = Movement.downloadFloats(w);
        int grain = Math.max(Rows.perBlock(D), (allRows + PARTS - 1) / PARTS);
        int parts = Math.max(1, (allRows + grain - 1) / grain);
        ColumnSums[] weightSums = sums(parts, D);
        ColumnSums[] biasSums = sums(parts, D);
        workers.forEach(
                allRows,
                grain,
                (from, to) -> backwardRows(
                        x, gradient, state, dx, weight, from, to, weightSums[from / grain], biasSums[from / grain]));
        write(weightSums, dw);
        write(biasSums, db);
        return List.of(dx, dw, db);
    }

    private static void backwardRows(
            Dl4jBuffer x,
            Dl4jBuffer gradient,
            Dl4jBuffer state,
            Dl4jBuffer dx,
            float[] weight,
            int from,
            int to,
            ColumnSums weightSums,
            ColumnSums biasSums) {
        int D = weight.length;
        int perBlock = Rows.perBlock(D);
        Scratch scratch = Scratch.get();
        float[] normalised = scratch.floats(0, Math.max(Scratch.BLOCK, D));
        float[] g = scratch.floats(1, Math.max(Scratch.BLOCK, D));
        float[] product = scratch.floats(2, D);
        float[] pairs = scratch.floats(3, 2 * perBlock);
        for (int row = from; row < to; row += perBlock) {
            int rows = Math.min(perBlock, to - row);
            x.floats().get(row * D, normalised, 0, rows * D);
            gradient.floats().get(row * D, g, 0, rows * D);
            state.floats().get(2 * row, pairs, 0, 2 * rows);
            for (int r = 0; r < rows; r++) {
                int at = r * D;
                float inverse = pairs[2 * r + 1];
                weigh(normalised, g, product, at, D, pairs[2 * r], inverse);
                weightSums.add(product, 0);
                biasSums.add(g, at);
                for (int i = 0; i < D; i++) {
                    g[at + i] *= weight[i];
                }
                float meanG = Rows.sum(g, at, D) / D;
                float meanProduct = Rows.dot(g, at, normalised, at, D) / D;
                for (int i = at; i < at + D; i++) {
                    g[i] = inverse * (g[i] - meanG - normalised[i] * meanProduct);
                }
            }
            dx.floats().put(row * D, g, 0, rows * D);
        }
    }

    /** Normalises a row and multiplies it by the gradient. */
    private static void weigh(float[] x, float[] g, float[] product, int at, int D, float mean, float inverse) {
        for (int i = 0; i < D; i++) {
            float n = (x[at + i] - mean) * inverse;
            x[at + i] = n;
            product[i] = g[at + i] * n;
        }
    }

    private static ColumnSums[] sums(int parts, int width) {
        ColumnSums[] sums = new ColumnSums[parts];
        for (int i = 0; i < parts; i++) {
            sums[i] = new ColumnSums(width);
        }
        return sums;
    }

    private static void write(ColumnSums[] parts, Dl4jBuffer to) {
        for (int i = 1; i < parts.length; i++) {
            parts[0].add(parts[i]);
        }
        float[] total = new float[to.size()];
        parts[0].write(total);
        to.floats().put(0, total, 0, total.length);
    }
}

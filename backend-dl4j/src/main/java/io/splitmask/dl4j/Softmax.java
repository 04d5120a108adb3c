package io.splitmask.dl4j;

import java.nio.FloatBuffer;

/** Softmax and its logarithm over the last axis, with their gradients. */
final class Softmax {
    private final Workers workers;

    Softmax(Workers workers) {
        this.workers = workers;
    }

    /** A loop over the first {@code rows} rows in the first arrays, result in the first one. */
    @FunctionalInterface
    private interface RowLoop {
        void run(float[] x, float[] y, int rows, int width, Scratch scratch);
    }

    Dl4jBuffer softmax(Draft draft, Dl4jBuffer x) {
        return map(draft, x, x, (a, unused, rows, width, scratch) -> softmax(a, rows, width, scratch));
    }

    Dl4jBuffer softmaxBackward(Draft draft, Dl4jBuffer y, Dl4jBuffer gradient) {
        return map(draft, gradient, y, (g, b, rows, width, scratch) -> backward(g, b, rows, width, 1f));
    }

    Dl4jBuffer logSoftmax(Draft draft, Dl4jBuffer x) {
        return map(draft, x, x, Softmax::logSoftmax);
    }

    Dl4jBuffer logSoftmaxBackward(Draft draft, Dl4jBuffer y, Dl4jBuffer gradient) {
        return map(draft, gradient, y, Softmax::logBackward);
    }

    private Dl4jBuffer map(Draft draft, Dl4jBuffer a, Dl4jBuffer b, RowLoop loop) {
        Dl4jBuffer y = draft.result(a.shape());
        int width = a.width();
        int perBlock = Rows.perBlock(width);
        FloatBuffer inA = a.floats();
        FloatBuffer inB = b.floats();
        FloatBuffer out = y.floats();
        workers.forEach(y.size() == 0 ? 0 : a.rows(), Rows.grain(width), (from, to) -> {
            Scratch scratch = Scratch.get();
            float[] first = scratch.floats(0, Math.max(Scratch.BLOCK, width));
            float[] second = scratch.floats(1, Math.max(Scratch.BLOCK, width));
            for (int row = from; row < to; row += perBlock) {
                int rows = Math.min(perBlock, to - row);
                inA.get(row * width, first, 0, rows * width);
                inB.get(row * width, second, 0, rows * width);
                loop.run(first, second, rows, width, scratch);
                out.put(row * width, first, 0, rows * width);
            }
        });
        return y;
    }

    /** Replaces rows by their softmax. */
    static void softmax(float[] x, int rows, int width, Scratch scratch) {
        Exponentials exponentials = scratch.exponentials();
        exponentials.replace(x, rows, width, scratch);
        for (int r = 0; r < rows; r++) {
            Rows.scale(x, r * width, width, 1f / exponentials.sum(r));
        }
    }

    /** {@code g = factor y (g - sum(g y))} for every row. */
    static void backward(float[] g, float[] y, int rows, int width, float factor) {
        for (int r = 0; r < rows; r++) {
            int at = r * width;
            float total = Loops.CHOSEN.dot(g, y, at, width);
            for (int i = at; i < at + width; i++) {
                g[i] = factor * y[i] * (g[i] - total);
            }
        }
    }

    private static void logSoftmax(float[] x, float[] copy, int rows, int width, Scratch scratch) {
        Exponentials exponentials = scratch.exponentials();
        exponentials.replace(copy, rows, width, scratch);
        for (int r = 0; r < rows; r++) {
            Rows.shift(x, r * width, width, -exponentials.shift(r));
            Rows.shift(x, r * width, width, (float) -Math.log(exponentials.sum(r)));
        }
    }

    private static void logBackward(float[] g, float[] y, int rows, int width, Scratch scratch) {
        Loops.CHOSEN.exp(y, 0, rows * width, scratch);
        for (int r = 0; r < rows; r++) {
            int at = r * width;
            float total = Loops.CHOSEN.sum(g, at, width);
            for (int i = at; i < at + width; i++) {
                g[i] -= y[i] * total;
            }
        }
    }
}

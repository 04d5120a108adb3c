package io.splitmask.dl4j;

import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sums and maxima over axes. Rows are summed in double precision, columns in short runs of single precision that are
 * added up in double; the order does not depend on the number of threads.
 */
final class Reductions {
    /** What is computed. */
    enum Op {
        SUM,
        MAX
    }

    /** Columns that are reduced together. */
    private static final int COLUMNS = 1024;
    /** Fewer matrices than this are split by rows as well. */
    private static final int FEW = 8;

    private final Workers workers;

    Reductions(Workers workers) {
        this.workers = workers;
    }

    Dl4jBuffer reduce(Draft draft, Op op, Dl4jBuffer x, int[] axes, boolean keepAxes) {
        int[] dims = x.shape().toArray();
        boolean[] reduced = new boolean[dims.length];
        for (int axis : axes) {
            reduced[axis] = true;
        }
        Dl4jBuffer y = draft.result(resultShape(dims, reduced, keepAxes));
        FloatBuffer in = x.floats();
        int axis = dims.length - 1;
        while (axis >= 0) {
            int last = axis;
            while (axis >= 0 && reduced[axis]) {
                axis--;
            }
            if (axis < last) {
                boolean isFinal = isNoneReduced(reduced, axis);
                int outer = product(dims, 0, axis + 1);
                int middle = product(dims, axis + 1, last + 1);
                int inner = productOfKept(dims, reduced, last + 1);
                FloatBuffer out = isFinal
                        ? y.floats()
                        : draft.temporary(Shape.of(outer, inner)).floats();
                reduceMiddle(op, in, out, outer, middle, inner);
                in = out;
            }
            axis--;
        }
        return y;
    }

    private static Shape resultShape(int[] dims, boolean[] reduced, boolean keepAxes) {
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < dims.length; i++) {
            if (!reduced[i] || keepAxes) {
                kept.add(reduced[i] ? 1 : dims[i]);
            }
        }
        return Shape.of(kept.stream().mapToInt(Integer::intValue).toArray());
    }

    private static boolean isNoneReduced(boolean[] reduced, int upTo) {
        for (int i = 0; i <= upTo; i++) {
            if (reduced[i]) {
                return false;
            }
        }
        return true;
    }

    private static int product(int[] dims, int from, int to) {
        int product = 1;
        for (int i = from; i < to; i++) {
            product *= dims[i];
        }
        return product;
    }

    private static int productOfKept(int[] dims, boolean[] reduced, int from) {
        int product = 1;
        for (int i = from; i < dims.length; i++) {
            product *= reduced[i] ? 1 : dims[i];
        }
        return product;
    }

    /** [outer, middle, inner] to [outer, inner]. */
    private void reduceMiddle(Op op, FloatBuffer in, FloatBuffer out, int outer, int middle, int inner) {
        if (inner != 1) {
            reduceColumns(op, in, out, outer, middle, inner);
        } else if (outer == 1 && middle > Scratch.GRAIN) {
            reduceAll(op, in, out, middle);
        } else {
            reduceRows(op, in, out, outer, middle);
        }
    }

    private void reduceAll(Op op, FloatBuffer in, FloatBuffer out, int size) {
        double[] partial = new double[(size + Scratch.GRAIN - 1) / Scratch.GRAIN];
        workers.forEach(
                size,
                Scratch.GRAIN,
                (from, to) -> partial[from / Scratch.GRAIN] = ofRow(op, in, from, to - from, Scratch.get()));
        double total = partial[0];
        for (int i = 1; i < partial.length; i++) {
            total = op == Op.SUM ? total + partial[i] : Math.max(total, partial[i]);
        }
        out.put(0, (float) total);
    }

    private void reduceRows(Op op, FloatBuffer in, FloatBuffer out, int rows, int width) {
        int perBlock = Rows.perBlock(width);
        workers.forEach(rows, Rows.grain(width), (from, to) -> {
            Scratch scratch = Scratch.get();
            float[] results = scratch.floats(1, Scratch.BLOCK);
            for (int row = from; row < to; row += perBlock) {
                int count = Math.min(perBlock, to - row);
                if (width > Scratch.BLOCK) {
                    results[0] = (float) ofRow(op, in, row * width, width, scratch);
                } else {
                    float[] block = scratch.floats(0, Scratch.BLOCK);
                    in.get(row * width, block, 0, count * width);
                    for (int i = 0; i < count; i++) {
                        results[i] = (float) ofBlock(op, block, i * width, width);
                    }
                }
                out.put(row, results, 0, count);
            }
        });
    }

    private static double ofRow(Op op, FloatBuffer in, int at, int width, Scratch scratch) {
        float[] block = scratch.floats(0, Scratch.BLOCK);
        double total = op == Op.SUM ? 0 : Double.NEGATIVE_INFINITY;
        for (int from = 0; from < width; from += Scratch.BLOCK) {
            int length = Math.min(Scratch.BLOCK, width - from);
            in.get(at + from, block, 0, length);
            double part = ofBlock(op, block, 0, length);
            total = op == Op.SUM ? total + part : Math.max(total, part);
        }
        return total;
    }

    private static double ofBlock(Op op, float[] block, int from, int length) {
        return op == Op.SUM ? Rows.preciseSum(block, from, length) : maxOrNan(block, from, length);
    }

    private static float maxOrNan(float[] x, int from, int length) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = from; i < from + length; i++) {
            max = Math.max(max, x[i]);
        }
        return max;
    }

    private void reduceColumns(Op op, FloatBuffer in, FloatBuffer out, int outer, int middle, int inner) {
        int parts = (inner + COLUMNS - 1) / COLUMNS;
        int grain = Math.max(1, Scratch.GRAIN / Math.max(1, middle * Math.min(inner, COLUMNS)));
        if (op == Op.SUM && outer * parts < FEW) {
            for (int unit = 0; unit < outer * parts; unit++) {
                int column = unit % parts * COLUMNS;
                int at = unit / parts * middle * inner + column;
                ColumnSums.of(workers, in, at, inner, middle, Math.min(COLUMNS, inner - column))
                        .write(out, unit / parts * inner + column);
            }
            return;
        }
        workers.forEach(outer * parts, grain, (from, to) -> {
            for (int unit = from; unit < to; unit++) {
                int column = unit % parts * COLUMNS;
                int length = Math.min(COLUMNS, inner - column);
                int at = unit / parts * middle * inner + column;
                int outAt = unit / parts * inner + column;
                if (op == Op.SUM) {
                    ColumnSums.of(in, at, inner, middle, length).write(out, outAt);
                } else {
                    out.put(outAt, maxOfColumns(in, at, inner, middle, length), 0, length);
                }
            }
        });
    }

    /** Adds the sums of the columns of a matrix to {@code totals}. */
    void addColumns(FloatBuffer in, int rows, int width, double[] totals) {
        workers.forEach((width + COLUMNS - 1) / COLUMNS, 1, (from, to) -> {
            for (int part = from; part < to; part++) {
                int column = part * COLUMNS;
                ColumnSums.of(in, column, width, rows, Math.min(COLUMNS, width - column))
                        .addTo(totals, column);
            }
        });
    }

    private static float[] maxOfColumns(FloatBuffer in, int at, int step, int rows, int length) {
        Scratch scratch = Scratch.get();
        float[] row = scratch.floats(0, length);
        float[] totals = scratch.floats(1, length);
        Arrays.fill(totals, 0, length, Float.NEGATIVE_INFINITY);
        for (int r = 0; r < rows; r++) {
            in.get(at + r * step, row, 0, length);
            Rows.accumulateMax(totals, row, length);
        }
        return totals;
    }

    Dl4jBuffer argMax(Draft draft, Dl4jBuffer x) {
        int width = x.width();
        Shape shape = x.shape();
        Dl4jBuffer y = draft.result(Shape.of(Arrays.copyOf(shape.toArray(), shape.rank() - 1)), DType.INT32);
        FloatBuffer in = x.floats();
        FloatBuffer out = y.floats();
        workers.forEach(y.size(), Rows.grain(width), (from, to) -> {
            float[] row = Scratch.get().floats(0, width);
            for (int r = from; r < to; r++) {
                in.get(r * width, row, 0, width);
                out.put(r, Float.intBitsToFloat(positionOfLargest(row, width)));
            }
        });
        return y;
    }

    /** The lowest position of the largest element; NaN counts as larger than any number. */
    private static int positionOfLargest(float[] row, int width) {
        int best = 0;
        for (int i = 1; i < width; i++) {
            boolean isLarger = row[i] > row[best] || (Float.isNaN(row[i]) && !Float.isNaN(row[best]));
            best = isLarger ? i : best;
        }
        return best;
    }
}

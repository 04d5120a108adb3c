package io.splitmask.dl4j;

import io.splitmask.tensor.Shape;
import java.nio.FloatBuffer;

/** Reorders axes: by copying runs where the last axis stays last, else by transposing tiles. */
final class Permutation {
    private static final int TILE = 32;

    private final Workers workers;

    Permutation(Workers workers) {
        this.workers = workers;
    }

    Dl4jBuffer permute(Draft draft, Dl4jBuffer x, int[] axes) {
        int rank = axes.length;
        int[] dims = new int[rank];
        int[] inSteps = new int[rank];
        int[] strides = x.shape().strides();
        for (int i = 0; i < rank; i++) {
            dims[i] = x.shape().dim(axes[i]);
            inSteps[i] = strides[axes[i]];
        }
        Dl4jBuffer y = draft.result(Shape.of(dims), x.dtype());
        if (y.size() == 0) {
            return y;
        }
        int lastMovedTo = rank - 1;
        while (lastMovedTo > 0 && axes[lastMovedTo] != rank - 1) {
            lastMovedTo--;
        }
        if (rank == 0 || axes[rank - 1] == rank - 1) {
            copyRuns(x.floats(), y.floats(), dims, inSteps);
        } else {
            transpose(x.floats(), y.floats(), dims, inSteps, lastMovedTo);
        }
        return y;
    }

    /** Trailing axes that stay in place form one run. */
    private void copyRuns(FloatBuffer in, FloatBuffer out, int[] dims, int[] inSteps) {
        int axis = dims.length - 1;
        int run = 1;
        while (axis >= 0 && inSteps[axis] == run) {
            run *= dims[axis];
            axis--;
        }
        int length = run;
        int outerRank = axis + 1;
        int count = 1;
        for (int i = 0; i < outerRank; i++) {
            count *= dims[i];
        }
        workers.forEach(count, Math.max(1, 2 * Scratch.GRAIN / length), (from, to) -> {
            for (int i = from; i < to; i++) {
                out.put(i * length, in, offset(i, dims, inSteps, outerRank, -1), length);
            }
        });
    }

    /**
     * For every position of the other axes transposes the plane of the result's last axis and of the axis that was
     * the last one, tile by tile.
     *
     * @param plane the result's axis that was the last one
     */
    private void transpose(FloatBuffer in, FloatBuffer out, int[] dims, int[] inSteps, int plane) {
        int last = dims.length - 1;
        int[] outSteps = Shape.of(dims).strides();
        int rows = dims[plane];
        int columns = dims[last];
        int count = 1;
        for (int i = 0; i < last; i++) {
            count *= i == plane ? 1 : dims[i];
        }
        int tileRows = (rows + TILE - 1) / TILE;
        int units = count * tileRows;
        workers.forEach(units, Math.max(1, Scratch.GRAIN / TILE / columns), (from, to) -> {
            Scratch scratch = Scratch.get();
            float[] tile = scratch.floats(0, TILE * TILE);
            float[] turned = scratch.floats(1, TILE * TILE);
            for (int unit = from; unit < to; unit++) {
                int outer = unit / tileRows;
                int row = unit % tileRows * TILE;
                int height = Math.min(TILE, rows - row);
                int inAt = offset(outer, dims, inSteps, last, plane) + row;
                int outAt = offset(outer, dims, outSteps, last, plane) + row * outSteps[plane];
                for (int column = 0; column < columns; column += TILE) {
                    int width = Math.min(TILE, columns - column);
                    for (int c = 0; c < width; c++) {
                        in.get(inAt + (column + c) * inSteps[last], tile, c * TILE, height);
                    }
                    turn(tile, turned, width, height);
                    for (int r = 0; r < height; r++) {
                        out.put(outAt + r * outSteps[plane] + column, turned, r * TILE, width);
                    }
                }
            }
        });
    }

    private static void turn(float[] tile, float[] turned, int width, int height) {
        for (int r = 0; r < height; r++) {
            for (int c = 0; c < width; c++) {
                turned[r * TILE + c] = tile[c * TILE + r];
            }
        }
    }

    /** Offset of position {@code index} counted over the first {@code rank} axes, one of them left out. */
    private static int offset(int index, int[] dims, int[] steps, int rank, int leftOut) {
        int offset = 0;
        int rest = index;
        for (int axis = rank - 1; axis >= 0; axis--) {
            if (axis != leftOut) {
                offset += rest % dims[axis] * steps[axis];
                rest /= dims[axis];
            }
        }
        return offset;
    }
}

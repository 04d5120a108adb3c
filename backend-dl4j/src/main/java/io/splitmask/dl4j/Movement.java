package io.splitmask.dl4j;

import io.splitmask.spi.BackendException;
import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** Kernels that move elements without looking at them, or convert their type. */
final class Movement {
    private final Workers workers;

    Movement(Workers workers) {
        this.workers = workers;
    }

    Dl4jBuffer upload(Draft draft, float[] values, Shape shape) {
        Dl4jBuffer y = draft.result(shape);
        y.floats().put(0, values, 0, y.size());
        return y;
    }

    Dl4jBuffer upload(Draft draft, int[] values, Shape shape) {
        Dl4jBuffer y = draft.result(shape, DType.INT32);
        Scratch scratch = Scratch.get();
        float[] block = scratch.floats(0, Scratch.BLOCK);
        int[] part = scratch.ints(Scratch.BLOCK);
        for (int at = 0; at < y.size(); at += Scratch.BLOCK) {
            int length = Math.min(Scratch.BLOCK, y.size() - at);
            System.arraycopy(values, at, part, 0, length);
            scratch.bitsToFloats(part, block, 0, length);
            y.floats().put(at, block, 0, length);
        }
        return y;
    }

    static float[] downloadFloats(Dl4jBuffer x) {
        float[] values = new float[x.size()];
        x.floats().get(0, values, 0, values.length);
        return values;
    }

    static int[] downloadInts(Dl4jBuffer x) {
        int[] values = new int[x.size()];
        Scratch scratch = Scratch.get();
        float[] block = scratch.floats(0, Scratch.BLOCK);
        int[] part = scratch.ints(Scratch.BLOCK);
        for (int at = 0; at < values.length; at += Scratch.BLOCK) {
            int length = Math.min(Scratch.BLOCK, values.length - at);
            x.floats().get(at, block, 0, length);
            scratch.bitsToInts(block, part, 0, length);
            System.arraycopy(part, 0, values, at, length);
        }
        return values;
    }

    /**
     * Copies indices out and checks them: one that is out of range would mostly hit another row without a word. Beside
     * the rows that they move, the check costs nothing.
     *
     * @param bound each must be in 0..bound-1
     */
    static int[] downloadIndices(Dl4jBuffer x, int bound) {
        int[] indices = downloadInts(x);
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < 0 || indices[i] >= bound) {
                throw new BackendException("expected indices in 0.." + (bound - 1) + ", got " + indices[i]
                        + " at position " + i + "; Tensor.ofIndices checks those that come from outside");
            }
        }
        return indices;
    }

    Dl4jBuffer full(Draft draft, Shape shape, float value) {
        Dl4jBuffer y = draft.result(shape);
        fill(y, value);
        return y;
    }

    void fill(Dl4jBuffer y, float value) {
        FloatBuffer out = y.floats();
        workers.forEach(y.size(), Scratch.GRAIN, (from, to) -> {
            float[] block = Scratch.get().floats(0, Scratch.BLOCK);
            Arrays.fill(block, 0, Scratch.BLOCK, value);
            for (int at = from; at < to; at += Scratch.BLOCK) {
                out.put(at, block, 0, Math.min(Scratch.BLOCK, to - at));
            }
        });
    }

    Dl4jBuffer cast(Draft draft, Dl4jBuffer x, DType dtype) {
        Dl4jBuffer y = draft.result(x.shape(), dtype);
        if (x.dtype() == dtype) {
            copy(x, y);
            return y;
        }
        FloatBuffer in = x.floats();
        FloatBuffer out = y.floats();
        workers.forEach(x.size(), Scratch.GRAIN, (from, to) -> {
            Scratch scratch = Scratch.get();
            float[] block = scratch.floats(0, Scratch.BLOCK);
            int[] ints = scratch.ints(Scratch.BLOCK);
            for (int at = from; at < to; at += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, to - at);
                in.get(at, block, 0, length);
                if (dtype == DType.INT32) {
                    for (int i = 0; i < length; i++) {
                        ints[i] = (int) block[i];
                    }
                    scratch.bitsToFloats(ints, block, 0, length);
                } else {
                    scratch.bitsToInts(block, ints, 0, length);
                    for (int i = 0; i < length; i++) {
                        block[i] = ints[i];
                    }
                }
                out.put(at, block, 0, length);
            }
        });
        return y;
    }

    /** Copies all elements. */
    void copy(Dl4jBuffer from, Dl4jBuffer to) {
        FloatBuffer in = from.floats();
        FloatBuffer out = to.floats();
        workers.forEach(from.size(), 4 * Scratch.GRAIN, (start, stop) -> out.put(start, in, start, stop - start));
    }

    Dl4jBuffer slice(Draft draft, Dl4jBuffer x, int axis, int start, int stop) {
        Shape shape = x.shape().with(axis, stop - start);
        Dl4jBuffer y = draft.result(shape, x.dtype());
        int inner = inner(shape, axis);
        moveRuns(
                x.floats(),
                start * inner,
                x.shape().dim(axis) * inner,
                y.floats(),
                0,
                (stop - start) * inner,
                (stop - start) * inner,
                outer(shape, axis));
        return y;
    }

    Dl4jBuffer concat(Draft draft, List<Dl4jBuffer> parts, int axis) {
        Dl4jBuffer first = parts.get(0);
        int total = 0;
        for (Dl4jBuffer part : parts) {
            total += part.shape().dim(axis);
        }
        Shape shape = first.shape().with(axis, total);
        Dl4jBuffer y = draft.result(shape, first.dtype());
        int inner = inner(shape, axis);
        int at = 0;
        for (Dl4jBuffer part : parts) {
            int run = part.shape().dim(axis) * inner;
            moveRuns(part.floats(), 0, run, y.floats(), at, total * inner, run, outer(shape, axis));
            at += run;
        }
        return y;
    }

    /** Copies {@code count} runs of {@code run} elements. */
    private void moveRuns(
            FloatBuffer in, int inStart, int inStep, FloatBuffer out, int outStart, int outStep, int run, int count) {
        if (run == 0) {
            return;
        }
        workers.forEach(count, Math.max(1, 4 * Scratch.GRAIN / run), (from, to) -> {
            for (int i = from; i < to; i++) {
                out.put(outStart + i * outStep, in, inStart + i * inStep, run);
            }
        });
    }

    private static int outer(Shape shape, int axis) {
        int outer = 1;
        for (int i = 0; i < axis; i++) {
            outer *= shape.dim(i);
        }
        return outer;
    }

    private static int inner(Shape shape, int axis) {
        int inner = 1;
        for (int i = axis + 1; i < shape.rank(); i++) {
            inner *= shape.dim(i);
        }
        return inner;
    }
}

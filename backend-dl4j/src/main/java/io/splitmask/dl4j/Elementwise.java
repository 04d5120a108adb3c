package io.splitmask.dl4j;

import io.splitmask.tensor.Shape;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Kernels that compute each element of the result from one element of every operand. */
final class Elementwise {
    private final Workers workers;

    Elementwise(Workers workers) {
        this.workers = workers;
    }

    Dl4jBuffer unary(Draft draft, UnaryOp op, Dl4jBuffer x, float value) {
        Dl4jBuffer y = draft.result(x.shape());
        transform(op, x, y, value);
        return y;
    }

    /** {@code target = op(target)}. */
    void inPlace(UnaryOp op, Dl4jBuffer target, float value) {
        transform(op, target, target, value);
    }

    private void transform(UnaryOp op, Dl4jBuffer x, Dl4jBuffer y, float value) {
        FloatBuffer in = x.floats();
        FloatBuffer out = y.floats();
        workers.forEach(x.size(), Scratch.GRAIN, (from, to) -> {
            Scratch scratch = Scratch.get();
            float[] block = scratch.floats(0, Scratch.BLOCK);
            for (int at = from; at < to; at += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, to - at);
                in.get(at, block, 0, length);
                op.apply(block, length, value, scratch);
                out.put(at, block, 0, length);
            }
        });
    }

    Dl4jBuffer broadcast(Draft draft, BroadcastOp op, Dl4jBuffer... operands) {
        BroadcastPlan plan = BroadcastPlan.of(operands);
        Dl4jBuffer y = draft.result(plan.shape());
        apply(op, plan, y, operands);
        return y;
    }

    Dl4jBuffer broadcastTo(Draft draft, Dl4jBuffer x, Shape shape) {
        Dl4jBuffer y = draft.result(shape);
        apply(BroadcastOp.COPY, BroadcastPlan.of(shape, x), y, x);
        return y;
    }

    /** {@code target += x}, same shape. */
    void addInPlace(Dl4jBuffer target, Dl4jBuffer x) {
        apply(BroadcastOp.ADD, BroadcastPlan.of(target.shape(), target, x), target, target, x);
    }

    private void apply(BroadcastOp op, BroadcastPlan plan, Dl4jBuffer y, Dl4jBuffer... operands) {
        if (y.size() == 0) {
            return;
        }
        int inner = plan.inner();
        int blocks = (inner + Scratch.BLOCK - 1) / Scratch.BLOCK;
        int grain = Math.max(1, Scratch.GRAIN / Math.min(inner, Scratch.BLOCK));
        FloatBuffer out = y.floats();
        FloatBuffer[] in = new FloatBuffer[operands.length];
        for (int i = 0; i < in.length; i++) {
            in[i] = operands[i].floats();
        }
        // A unit is one block of one row of the result.
        workers.forEach(plan.outer() * blocks, grain, (from, to) -> {
            Scratch scratch = Scratch.get();
            float[][] x = new float[in.length][];
            for (int i = 0; i < in.length; i++) {
                x[i] = scratch.floats(i, Scratch.BLOCK);
            }
            float[] result = scratch.floats(in.length, Scratch.BLOCK);
            int[] loaded = new int[in.length];
            Arrays.fill(loaded, -1);
            for (int unit = from; unit < to; unit++) {
                int row = unit / blocks;
                int start = unit % blocks * Scratch.BLOCK;
                int length = Math.min(Scratch.BLOCK, inner - start);
                for (int i = 0; i < in.length; i++) {
                    load(plan, i, row, start, length, in[i], x[i], loaded);
                }
                op.apply(x, result, length);
                out.put(row * inner + start, result, 0, length);
            }
        });
    }

    /** Loads what an operand has for one block, unless it is there already from the row before. */
    private static void load(
            BroadcastPlan plan, int i, int row, int start, int length, FloatBuffer in, float[] x, int[] loaded) {
        int offset = plan.offset(i, row);
        if (plan.advances(i)) {
            // The last block of a row may be shorter, so only rows of a single block can be met again.
            if (loaded[i] != offset + start) {
                in.get(offset + start, x, 0, length);
                loaded[i] = plan.inner() <= Scratch.BLOCK ? offset : -1;
            }
        } else if (loaded[i] != offset) {
            Arrays.fill(x, 0, Math.min(plan.inner(), Scratch.BLOCK), in.get(offset));
            loaded[i] = offset;
        }
    }
}

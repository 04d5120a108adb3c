package io.splitmask.dl4j;

import io.splitmask.spi.FusedResult;
import io.splitmask.tensor.Shape;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Multi-head self-attention, one head of one sample at a time on one thread: BLAS reads q, k and v where they lie in
 * the rows of qkv, so nothing is permuted. The state is the attention weights [B, H, T, T].
 */
final class Attention {
    private final Workers workers;

    Attention(Workers workers) {
        this.workers = workers;
    }

    FusedResult forward(Draft draft, Dl4jBuffer qkv, int heads) {
        Sizes sizes = Sizes.of(qkv, heads);
        int T = sizes.tokens();
        int Dh = sizes.headWidth();
        Dl4jBuffer y = draft.result(Shape.of(sizes.batch(), T, sizes.width()));
        Dl4jBuffer weights = draft.result(Shape.of(sizes.batch(), heads, T, T));
        Matrix out = Matrix.of(y.address(), sizes.width());
        workers.forEach(y.size() == 0 ? 0 : sizes.batch() * heads, sizes.grain(workers), (from, to) -> {
            for (int unit = from; unit < to; unit++) {
                Matrix scores = Matrix.of(weights.address(), T).plus((long) unit * T * T);
                Matrix q = sizes.part(qkv, unit, 0);
                Matrix k = sizes.part(qkv, unit, 1);
                Matrix v = sizes.part(qkv, unit, 2);
                Gemm.multiplyHere(T, T, Dh, sizes.scale(), q, k.transpose(), 0f, scores);
                softmaxRows(weights.floats(), unit * T * T, T);
                Gemm.multiplyHere(T, Dh, T, 1f, scores, v, 0f, out.plus(sizes.outputOffset(unit)));
            }
        });
        return new FusedResult(y, List.of(weights));
    }

    private static void softmaxRows(FloatBuffer weights, int at, int T) {
        Scratch scratch = Scratch.get();
        int perBlock = Rows.perBlock(T);
        float[] block = scratch.floats(0, Math.max(Scratch.BLOCK, T));
        for (int row = 0; row < T; row += perBlock) {
            int rows = Math.min(perBlock, T - row);
            weights.get(at + row * T, block, 0, rows * T);
            Softmax.softmax(block, rows, T, scratch);
            weights.put(at + row * T, block, 0, rows * T);
        }
    }

    Dl4jBuffer backward(Draft draft, Dl4jBuffer qkv, int heads, Dl4jBuffer weights, Dl4jBuffer gradient) {
        Sizes sizes = Sizes.of(qkv, heads);
        int T = sizes.tokens();
        int Dh = sizes.headWidth();
        Dl4jBuffer dQkv = draft.result(qkv.shape());
        int units = dQkv.size() == 0 ? 0 : sizes.batch() * heads;
        int grain = sizes.grain(workers);
        Dl4jBuffer scores = draft.temporary(Shape.of((units + grain - 1) / grain, T, T));
        Matrix dOut = Matrix.of(gradient.address(), sizes.width());
        workers.forEach(units, grain, (from, to) -> {
            int scoresAt = from / grain * T * T;
            Matrix dScores = Matrix.of(scores.address(), T).plus(scoresAt);
            for (int unit = from; unit < to; unit++) {
                Matrix w = Matrix.of(weights.address(), T).plus((long) unit * T * T);
                Matrix dMixed = dOut.plus(sizes.outputOffset(unit));
                Matrix q = sizes.part(qkv, unit, 0);
                Matrix k = sizes.part(qkv, unit, 1);
                Matrix v = sizes.part(qkv, unit, 2);
                Gemm.multiplyHere(T, Dh, T, 1f, w.transpose(), dMixed, 0f, sizes.part(dQkv, unit, 2));
                Gemm.multiplyHere(T, T, Dh, 1f, dMixed, v.transpose(), 0f, dScores);
                backwardRows(weights.floats(), unit * T * T, scores.floats(), scoresAt, T, sizes.scale());
                Gemm.multiplyHere(T, Dh, T, 1f, dScores, k, 0f, sizes.part(dQkv, unit, 0));
                Gemm.multiplyHere(T, Dh, T, 1f, dScores.transpose(), q, 0f, sizes.part(dQkv, unit, 1));
            }
        });
        return dQkv;
    }

    private static void backwardRows(
            FloatBuffer weights, int at, FloatBuffer scores, int scoresAt, int T, float scale) {
        Scratch scratch = Scratch.get();
        int perBlock = Rows.perBlock(T);
        float[] g = scratch.floats(0, Math.max(Scratch.BLOCK, T));
        float[] y = scratch.floats(1, Math.max(Scratch.BLOCK, T));
        for (int row = 0; row < T; row += perBlock) {
            int rows = Math.min(perBlock, T - row);
            scores.get(scoresAt + row * T, g, 0, rows * T);
            weights.get(at + row * T, y, 0, rows * T);
            Softmax.backward(g, y, rows, T, scale);
            scores.put(scoresAt + row * T, g, 0, rows * T);
        }
    }

    /** B, T, D, H and what follows from them; a unit is one head of one sample. */
    private record Sizes(int batch, int tokens, int width, int heads) {
        static Sizes of(Dl4jBuffer qkv, int heads) {
            Shape shape = qkv.shape();
            return new Sizes(shape.dim(0), shape.dim(1), shape.dim(2) / 3, heads);
        }

        int headWidth() {
            return width / heads;
        }

        float scale() {
            return (float) (1 / Math.sqrt(headWidth()));
        }

        /** Units that one thread takes: every thread one share, small problems one thread. */
        int grain(Workers workers) {
            int share = (batch * heads + workers.threads() - 1) / workers.threads();
            return Math.max(1, Math.max(share, Scratch.GRAIN / Math.max(1, tokens * tokens)));
        }

        long outputOffset(int unit) {
            return (long) unit / heads * tokens * width + unit % heads * headWidth();
        }

        /** q, k or v of a unit, [T, Dh]. */
        Matrix part(Dl4jBuffer qkv, int unit, int which) {
            long offset = (long) unit / heads * tokens * 3 * width + (long) which * width + unit % heads * headWidth();
            return Matrix.of(qkv.address(), 3 * width).plus(offset);
        }
    }
}

package io.splitmask.dl4j;

import io.splitmask.tensor.Shape;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Picks rows by index, and adds rows up by index. */
final class RowIndexing {
    private final Workers workers;

    RowIndexing(Workers workers) {
        this.workers = workers;
    }

    Dl4jBuffer gather(Draft draft, Dl4jBuffer x, Dl4jBuffer index) {
        int T = x.shape().dim(1);
        int D = x.shape().dim(2);
        int K = index.shape().dim(1);
        Dl4jBuffer y = draft.result(Shape.of(x.shape().dim(0), K, D));
        int[] picked = Movement.downloadIndices(index, T);
        FloatBuffer in = x.floats();
        FloatBuffer out = y.floats();
        workers.forEach(D == 0 ? 0 : picked.length, Rows.grain(D), (from, to) -> {
            for (int i = from; i < to; i++) {
                out.put(i * D, in, (i / K * T + picked[i]) * D, D);
            }
        });
        return y;
    }

    Dl4jBuffer scatterAdd(Draft draft, Dl4jBuffer source, Dl4jBuffer index, int rows) {
        int B = source.shape().dim(0);
        int K = source.shape().dim(1);
        int D = source.shape().dim(2);
        Dl4jBuffer y = draft.result(Shape.of(B, rows, D));
        int[] target = Movement.downloadIndices(index, rows);
        FloatBuffer in = source.floats();
        FloatBuffer out = y.floats();
        int grain = Math.max(1, Scratch.GRAIN / Math.max(1, (rows + K) * D));
        workers.forEach(y.size() == 0 ? 0 : B, grain, (from, to) -> {
            float[] sum = Scratch.get().floats(0, D);
            float[] row = Scratch.get().floats(1, D);
            boolean[] written = new boolean[rows];
            for (int b = from; b < to; b++) {
                Arrays.fill(written, false);
                for (int k = 0; k < K; k++) {
                    int t = target[b * K + k];
                    int at = (b * rows + t) * D;
                    if (written[t]) {
                        in.get((b * K + k) * D, row, 0, D);
                        out.get(at, sum, 0, D);
                        Rows.accumulate(sum, row, D);
                        out.put(at, sum, 0, D);
                    } else {
                        out.put(at, in, (b * K + k) * D, D);
                        written[t] = true;
                    }
                }
                Arrays.fill(sum, 0, D, 0f);
                for (int t = 0; t < rows; t++) {
                    if (!written[t]) {
                        out.put((b * rows + t) * D, sum, 0, D);
                    }
                }
            }
        });
        return y;
    }
}

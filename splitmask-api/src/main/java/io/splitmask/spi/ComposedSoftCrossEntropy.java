package io.splitmask.spi;

import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Linear layer and cross entropy against distributions in chunks of rows, composed of required kernels. */
final class ComposedSoftCrossEntropy {
    /** Rows of logits that exist at a time, and of a few arrays made of them; there may be many classes. */
    private static final int CHUNK_ROWS = 64;

    private ComposedSoftCrossEntropy() {}

    static FusedResult linearSoftCrossEntropy(
            Kernels k, Buffer x, Buffer w, Buffer targets, Buffer pick, boolean withGradients) {
        int rows = x.shape().dim(0);
        try (Work work = new Work()) {
            Buffer loss = work.own(k.full(Shape.of(), 0f));
            Buffer dw = work.own(k.full(withGradients ? w.shape() : Shape.of(), 0f));
            List<Buffer> dx = new ArrayList<>();
            for (int start = 0; start < rows; start += CHUNK_ROWS) {
                int stop = Math.min(rows, start + CHUNK_ROWS);
                try (Work chunk = new Work()) {
                    Buffer part = chunk.own(k.slice(x, 0, start, stop));
                    Buffer target = pickRows(k, targets, chunk.own(k.slice(pick, 0, start, stop)), chunk);
                    Buffer logProbabilities = chunk.own(k.logSoftmax(chunk.own(k.matmul(part, w, MatmulSpec.NT))));
                    Buffer terms = chunk.own(k.multiply(target, logProbabilities));
                    Buffer total = chunk.own(k.sum(terms, new int[] {0, 1}, false));
                    k.addInPlace(loss, chunk.own(k.multiply(total, -1f / rows)));
                    if (withGradients) {
                        Buffer dLogits = gradient(k, target, logProbabilities, chunk);
                        k.multiplyInPlace(dLogits, 1f / rows);
                        k.addInPlace(dw, chunk.own(k.matmul(dLogits, part, MatmulSpec.TN)));
                        dx.add(work.own(k.matmul(dLogits, w, MatmulSpec.NN)));
                    }
                }
            }
            List<Buffer> state = withGradients ? List.of(k.concat(dx, 0), work.keep(dw)) : List.of();
            return new FusedResult(work.keep(loss), state);
        }
    }

    /** [rows, V], a row of targets for each index. */
    private static Buffer pickRows(Kernels k, Buffer targets, Buffer index, Work work) {
        int rows = index.shape().dim(0);
        int classes = targets.shape().dim(1);
        Buffer table = work.own(k.reshape(targets, Shape.of(1, targets.shape().dim(0), classes)));
        Buffer picked = work.own(k.gatherRows(table, work.own(k.reshape(index, Shape.of(1, rows)))));
        return work.own(k.reshape(picked, Shape.of(rows, classes)));
    }

    /** Gradient of a row's loss with respect to its logits: the softmax times the sum of the target, less the target. */
    private static Buffer gradient(Kernels k, Buffer target, Buffer logProbabilities, Work work) {
        Buffer mass = work.own(k.sum(target, new int[] {1}, true));
        Buffer probabilities = work.own(k.exp(logProbabilities));
        return work.own(k.subtract(work.own(k.multiply(probabilities, mass)), target));
    }
}

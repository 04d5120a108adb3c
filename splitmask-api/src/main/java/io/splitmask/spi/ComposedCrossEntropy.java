package io.splitmask.spi;

import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Linear layer and cross entropy in chunks of rows, composed of required kernels. */
final class ComposedCrossEntropy {
    /** Rows of logits that exist at a time. */
    private static final int CHUNK_ROWS = 256;

    private ComposedCrossEntropy() {}

    static FusedResult linearCrossEntropy(
            Kernels k, Buffer x, Buffer w, Buffer b, Buffer target, boolean withGradients) {
        int rows = x.shape().dim(0);
        try (Work work = new Work()) {
            Buffer loss = work.own(k.full(Shape.of(), 0f));
            Buffer zero = work.own(k.full(Shape.of(), 0f));
            Buffer dw = work.own(k.full(w.shape(), 0f));
            Buffer db = work.own(k.full(b.shape(), 0f));
            List<Buffer> dx = new ArrayList<>();
            for (int start = 0; start < rows; start += CHUNK_ROWS) {
                int stop = Math.min(rows, start + CHUNK_ROWS);
                try (Work chunk = new Work()) {
                    Buffer part = chunk.own(k.slice(x, 0, start, stop));
                    Buffer logProbabilities = chunk.own(k.logSoftmax(chunk.own(k.linear(part, w, b))));
                    Buffer hot = oneHot(
                            k,
                            chunk.own(k.slice(target, 0, start, stop)),
                            b.shape().dim(0),
                            chunk);
                    // Not a product: the logarithm of an impossible class is -inf, and 0 times that is NaN.
                    Buffer picked = chunk.own(k.select(hot, logProbabilities, zero));
                    Buffer total = chunk.own(k.sum(picked, new int[] {0, 1}, false));
                    k.addInPlace(loss, chunk.own(k.multiply(total, -1f / rows)));
                    if (withGradients) {
                        Buffer difference = chunk.own(k.subtract(chunk.own(k.exp(logProbabilities)), hot));
                        Buffer dLogits = chunk.own(k.multiply(difference, 1f / rows));
                        k.addInPlace(dw, chunk.own(k.matmul(dLogits, part, MatmulSpec.TN)));
                        k.addInPlace(db, chunk.own(k.sum(dLogits, new int[] {0}, false)));
                        dx.add(work.own(k.matmul(dLogits, w, MatmulSpec.NN)));
                    }
                }
            }
            List<Buffer> gradients = new ArrayList<>();
            if (withGradients) {
                gradients.add(k.concat(dx, 0));
                gradients.add(work.keep(dw));
                gradients.add(work.keep(db));
            }
            return new FusedResult(work.keep(loss), gradients);
        }
    }

    /** [R, V] with 1 at the target of each row. */
    private static Buffer oneHot(Kernels k, Buffer target, int classes, Work work) {
        int rows = target.shape().dim(0);
        int[] counting = new int[classes];
        for (int i = 0; i < classes; i++) {
            counting[i] = i;
        }
        Buffer names = work.own(k.cast(work.own(k.upload(counting, Shape.of(classes))), DType.FLOAT32));
        Buffer column = work.own(k.reshape(work.own(k.cast(target, DType.FLOAT32)), Shape.of(rows, 1)));
        return work.own(k.equal(column, names));
    }
}

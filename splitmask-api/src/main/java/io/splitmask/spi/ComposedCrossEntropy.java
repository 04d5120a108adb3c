package io.splitmask.spi;

import io.splitmask.tensor.DType;
import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
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
            Buffer right = work.own(k.full(Shape.of(), 0f));
            Buffer classes = classes(k, b.shape(), work);
            Gradients gradients = withGradients ? new Gradients(k, w, b, work) : null;
            for (int start = 0; start < rows; start += CHUNK_ROWS) {
                int stop = Math.min(rows, start + CHUNK_ROWS);
                try (Work chunk = new Work()) {
                    Buffer part = chunk.own(k.slice(x, 0, start, stop));
                    Buffer logits = chunk.own(k.linear(part, w, b));
                    Buffer logProbabilities = chunk.own(k.logSoftmax(logits));
                    Buffer labels = chunk.own(k.cast(chunk.own(k.slice(target, 0, start, stop)), DType.FLOAT32));
                    k.addInPlace(right, countRight(k, logits, labels, chunk));
                    Buffer hot = oneHot(k, labels, classes, chunk);
                    // Not a product: the logarithm of an impossible class is -inf, and 0 times that is NaN.
                    Buffer picked = chunk.own(k.select(hot, logProbabilities, zero));
                    Buffer total = chunk.own(k.sum(picked, new int[] {0, 1}, false));
                    k.addInPlace(loss, chunk.own(k.multiply(total, -1f / rows)));
                    if (gradients != null) {
                        Buffer difference = chunk.own(k.subtract(chunk.own(k.exp(logProbabilities)), hot));
                        gradients.add(part, w, chunk.own(k.multiply(difference, 1f / rows)), chunk);
                    }
                }
            }
            Buffer accuracy = work.own(k.divide(right, work.own(k.full(Shape.of(), rows))));
            List<Buffer> state = new ArrayList<>();
            if (gradients != null) {
                state.addAll(gradients.finish());
            }
            state.add(0, work.keep(accuracy));
            return new FusedResult(work.keep(loss), state);
        }
    }

    /** How many rows have their largest logit at their label, []. */
    private static Buffer countRight(Kernels k, Buffer logits, Buffer labels, Work work) {
        Buffer likeliest = work.own(k.cast(work.own(k.argMax(logits)), DType.FLOAT32));
        return work.own(k.sum(work.own(k.equal(likeliest, labels)), new int[] {0}, false));
    }

    /** The numbers of the classes, as FLOAT32 [V]. */
    private static Buffer classes(Kernels k, Shape shape, Work work) {
        int[] counting = new int[shape.dim(0)];
        Arrays.setAll(counting, i -> i);
        return work.own(k.cast(work.own(k.upload(counting, shape)), DType.FLOAT32));
    }

    /** [R, V] with 1 at the label of each row. */
    private static Buffer oneHot(Kernels k, Buffer labels, Buffer classes, Work work) {
        Shape column = Shape.of(labels.shape().dim(0), 1);
        return work.own(k.equal(work.own(k.reshape(labels, column)), classes));
    }

    /** What adds up to the gradients of x, w and b, chunk by chunk. */
    private static final class Gradients {
        private final Kernels k;
        private final Work work;
        private final Buffer dw;
        private final Buffer db;
        private final List<Buffer> dx = new ArrayList<>();

        Gradients(Kernels k, Buffer w, Buffer b, Work work) {
            this.k = k;
            this.work = work;
            dw = work.own(k.full(w.shape(), 0f));
            db = work.own(k.full(b.shape(), 0f));
        }

        void add(Buffer x, Buffer w, Buffer dLogits, Work chunk) {
            k.addInPlace(dw, chunk.own(k.matmul(dLogits, x, MatmulSpec.TN)));
            k.addInPlace(db, chunk.own(k.sum(dLogits, new int[] {0}, false)));
            dx.add(work.own(k.matmul(dLogits, w, MatmulSpec.NN)));
        }

        List<Buffer> finish() {
            return List.of(k.concat(dx, 0), work.keep(dw), work.keep(db));
        }
    }
}

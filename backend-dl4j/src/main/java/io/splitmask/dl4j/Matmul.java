package io.splitmask.dl4j;

import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.Shape;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Batched matrix products and the linear layer. */
final class Matmul {
    private final Workers workers;
    private final Gemm gemm;
    private final Movement movement;

    Matmul(Workers workers, Gemm gemm, Movement movement) {
        this.workers = workers;
        this.gemm = gemm;
        this.movement = movement;
    }

    Dl4jBuffer matmul(Draft draft, Dl4jBuffer a, Dl4jBuffer b, MatmulSpec spec) {
        int m = a.shape().dim(spec.transposeA() ? -1 : -2);
        int k = a.shape().dim(spec.transposeA() ? -2 : -1);
        int n = b.shape().dim(spec.transposeB() ? -2 : -1);
        int[] batchA = batch(a.shape());
        int[] batchB = batch(b.shape());
        int[] batch = broadcast(batchA, batchB);
        int[] dims = Arrays.copyOf(batch, batch.length + 2);
        dims[batch.length] = m;
        dims[batch.length + 1] = n;
        Dl4jBuffer y = draft.result(Shape.of(dims));
        if (y.size() == 0) {
            return y;
        }
        if (k == 0) {
            movement.fill(y, 0f);
            return y;
        }
        Matrix first = new Matrix(a.address(), a.width(), spec.transposeA());
        Matrix second = new Matrix(b.address(), b.width(), spec.transposeB());
        Matrix product = Matrix.of(y.address(), n);
        int count = y.size() / (m * n);
        boolean oneSecond = b.size() == k * n;
        if (count == 1 || (oneSecond && !spec.transposeA() && a.size() == count * m * k)) {
            gemm.multiply(count * m, n, k, 1f, first, second, 0f, product);
            return y;
        }
        int[] atA = offsets(batch, batchA, m * k);
        int[] atB = offsets(batch, batchB, k * n);
        if (count < workers.threads()) {
            for (int i = 0; i < count; i++) {
                gemm.multiply(m, n, k, 1f, first.plus(atA[i]), second.plus(atB[i]), 0f, product.plus((long) i * m * n));
            }
            return y;
        }
        int grain = Math.max(1, Math.min((count + workers.threads() - 1) / workers.threads(), grain(m, n, k)));
        workers.forEach(count, grain, (from, to) -> {
            for (int i = from; i < to; i++) {
                Gemm.multiplyHere(
                        m, n, k, 1f, first.plus(atA[i]), second.plus(atB[i]), 0f, product.plus((long) i * m * n));
            }
        });
        return y;
    }

    /** As many products as make up a part worth another thread. */
    private static int grain(int m, int n, int k) {
        return (int) Math.max(1, (1L << 19) / ((long) m * n * k));
    }

    private static int[] batch(Shape shape) {
        return Arrays.copyOf(shape.toArray(), shape.rank() - 2);
    }

    private static int[] broadcast(int[] a, int[] b) {
        int rank = Math.max(a.length, b.length);
        int[] dims = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            int fromA = axis - rank + a.length;
            int fromB = axis - rank + b.length;
            int dimA = fromA < 0 ? 1 : a[fromA];
            int dimB = fromB < 0 ? 1 : b[fromB];
            dims[axis] = dimA == 1 ? dimB : dimA;
        }
        return dims;
    }

    /** Where the operand's matrix lies for each matrix of the result. */
    private static int[] offsets(int[] batch, int[] own, int matrixSize) {
        int count = 1;
        for (int dim : batch) {
            count *= dim;
        }
        int[] offsets = new int[count];
        for (int i = 0; i < count; i++) {
            int rest = i;
            int step = matrixSize;
            for (int axis = batch.length - 1; axis >= 0; axis--) {
                int ownAxis = axis - batch.length + own.length;
                if (ownAxis >= 0) {
                    offsets[i] += own[ownAxis] == 1 ? 0 : rest % batch[axis] * step;
                    step *= own[ownAxis];
                }
                rest /= batch[axis];
            }
        }
        return offsets;
    }

    /** The bias is written first and the product added: that costs less than BLAS' own clearing of the result. */
    Dl4jBuffer linear(Draft draft, Dl4jBuffer x, Dl4jBuffer w, Dl4jBuffer b) {
        int O = w.shape().dim(0);
        int I = w.shape().dim(1);
        Dl4jBuffer y = draft.result(x.shape().with(-1, O));
        int rows = y.rows();
        if (y.size() > 0) {
            fillRows(y.floats(), rows, b);
            gemm.multiply(
                    rows,
                    O,
                    I,
                    1f,
                    Matrix.of(x.address(), I),
                    Matrix.of(w.address(), I).transpose(),
                    1f,
                    Matrix.of(y.address(), O));
        }
        return y;
    }

    /** Writes the same row so many times. */
    void fillRows(FloatBuffer out, int rows, Dl4jBuffer row) {
        int width = row.size();
        int perBlock = Rows.perBlock(width);
        float[] tile = Rows.tile(row);
        workers.forEach(rows, Rows.grain(width), (from, to) -> {
            for (int at = from; at < to; at += perBlock) {
                out.put(at * width, tile, 0, Math.min(perBlock, to - at) * width);
            }
        });
    }
}

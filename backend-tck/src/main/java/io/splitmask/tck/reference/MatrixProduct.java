package io.splitmask.tck.reference;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.Shape;
import java.util.Arrays;

/** Batched matrix product; every element is summed in double precision and rounded once. */
final class MatrixProduct {
    private final HostMemory memory;

    MatrixProduct(HostMemory memory) {
        this.memory = memory;
    }

    Buffer multiply(Buffer a, Buffer b, MatmulSpec spec) {
        float[] left = rowMajor(a, spec.transposeA()); // [..., m, k]
        float[] right = rowMajor(b, spec.transposeB()); // [..., k, n]
        int m = a.shape().dim(spec.transposeA() ? -1 : -2);
        int k = a.shape().dim(spec.transposeA() ? -2 : -1);
        int n = b.shape().dim(spec.transposeB() ? -2 : -1);
        Shape batchA = leading(a.shape());
        Shape batchB = leading(b.shape());
        Shape batch = Strided.broadcast(batchA, batchB);
        int[] matricesA = Strided.broadcastPositions(batchA, batch);
        int[] matricesB = Strided.broadcastPositions(batchB, batch);
        float[] out = new float[batch.intSize() * m * n];
        double[] sums = new double[n];
        for (int i = 0; i < matricesA.length; i++) {
            for (int row = 0; row < m; row++) {
                Arrays.fill(sums, 0);
                int rowA = (matricesA[i] * m + row) * k;
                for (int inner = 0; inner < k; inner++) {
                    double factor = left[rowA + inner];
                    int rowB = (matricesB[i] * k + inner) * n;
                    for (int column = 0; column < n; column++) {
                        sums[column] += factor * right[rowB + column];
                    }
                }
                for (int column = 0; column < n; column++) {
                    out[(i * m + row) * n + column] = (float) sums[column];
                }
            }
        }
        int[] dims = Arrays.copyOf(batch.toArray(), batch.rank() + 2);
        dims[batch.rank()] = m;
        dims[batch.rank() + 1] = n;
        return memory.floats(out, Shape.of(dims));
    }

    /** Returns the matrices of x, their axes swapped first if asked for. */
    private static float[] rowMajor(Buffer x, boolean transposed) {
        float[] in = HostBuffer.floats(x);
        if (!transposed) {
            return in;
        }
        Shape shape = x.shape();
        int rank = shape.rank();
        int[] strides = shape.strides();
        strides[rank - 2] = 1;
        strides[rank - 1] = shape.dim(-1);
        Shape swapped = shape.with(-2, shape.dim(-1)).with(-1, shape.dim(-2));
        return Elementwise.pick(in, Strided.positions(swapped, strides));
    }

    private static Shape leading(Shape shape) {
        return Shape.of(Arrays.copyOf(shape.toArray(), shape.rank() - 2));
    }
}

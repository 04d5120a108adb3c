package com.example.arrays;

import static com.example.arrays.ArrayBuffer.floats;

import io.splitmask.spi.Buffer;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.Shape;
import java.util.Arrays;

/** A product of matrices over the last two axes; the axes before them broadcast. */
final class MatrixProduct {
    private final float[] left; // [..., m, k]
    private final float[] right; // [..., k, n]
    private final Shape batchA;
    private final Shape batchB;
    private final int m;
    private final int k;
    private final int n;

    MatrixProduct(Buffer a, Buffer b, MatmulSpec spec) {
        m = a.shape().dim(spec.transposeA() ? -1 : -2);
        k = a.shape().dim(spec.transposeA() ? -2 : -1);
        n = b.shape().dim(spec.transposeB() ? -2 : -1);
        left = spec.transposeA() ? transposed(floats(a), k, m) : floats(a);
        right = spec.transposeB() ? transposed(floats(b), n, k) : floats(b);
        batchA = batch(a.shape());
        batchB = batch(b.shape());
    }

    Buffer compute(RequiredArrayKernels kernels) {
        Shape batch = Positions.together(batchA, batchB);
        int[] matricesA = Positions.broadcast(batchA, batch);
        int[] matricesB = Positions.broadcast(batchB, batch);
        float[] out = new float[batch.intSize() * m * n];
        for (int i = 0; i < matricesA.length; i++) {
            for (int row = 0; row < m; row++) {
                int rowA = (matricesA[i] * m + row) * k;
                addRow(rowA, matricesB[i] * k * n, out, (i * m + row) * n);
            }
        }
        int[] dims = Arrays.copyOf(batch.toArray(), batch.rank() + 2);
        dims[batch.rank()] = m;
        dims[batch.rank() + 1] = n;
        return kernels.result(out, Shape.of(dims));
    }

    /** Adds up the rows of a right matrix, each times a number of the left row. */
    private void addRow(int rowA, int matrixB, float[] out, int rowOut) {
        for (int inner = 0; inner < k; inner++) {
            float factor = left[rowA + inner];
            int rowB = matrixB + inner * n;
            for (int column = 0; column < n; column++) {
                out[rowOut + column] += factor * right[rowB + column];
            }
        }
    }

    /** Swaps the axes of every matrix of [..., rows, columns]. */
    private static float[] transposed(float[] in, int rows, int columns) {
        float[] out = new float[in.length];
        int size = rows * columns;
        for (int i = 0; i < in.length; i++) {
            int within = i % size;
            out[i - within + within % columns * rows + within / columns] = in[i];
        }
        return out;
    }

    private static Shape batch(Shape shape) {
        return Shape.of(Arrays.copyOf(shape.toArray(), shape.rank() - 2));
    }
}

package io.splitmask.benchmarks;

import io.splitmask.random.RandomStream;
import io.splitmask.random.SplittableSeed;
import io.splitmask.spi.Backend;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.Shape;

/**
 * The matrix products of an iteration of k-means and nothing else, in blocks of as many rows as the iteration takes; an
 * incomplete last block is left out. Operands are uploaded once.
 */
final class KMeansProducts implements AutoCloseable {
    /** Elements of a block of scores, as many as the tokenizers compute at once. */
    private static final int BLOCK = 1 << 23;

    private final Kernels kernels;
    private final int blocks;
    private final Buffer points;
    private final Buffer words;
    private final Buffer hits;

    /** Uploads operands. @param numPoints M @param vocabulary V @param width D */
    KMeansProducts(Backend backend, int numPoints, int vocabulary, int width) {
        int rows = Math.max(1, BLOCK / vocabulary);
        kernels = backend.kernels();
        blocks = Math.max(1, numPoints / rows);
        points = kernels.upload(uniform(rows * width), Shape.of(rows, width));
        words = kernels.upload(uniform(vocabulary * width), Shape.of(vocabulary, width));
        float[] ones = new float[rows * vocabulary];
        for (int row = 0; row < rows; row++) {
            ones[row * vocabulary + row % vocabulary] = 1;
        }
        hits = kernels.upload(ones, Shape.of(rows, vocabulary));
    }

    private static float[] uniform(int count) {
        RandomStream random = SplittableSeed.of(2).stream();
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }

    /** [M, D] by [V, D] transposed. */
    void scores() {
        for (int block = 0; block < blocks; block++) {
            kernels.matmul(points, words, MatmulSpec.NT).close();
        }
    }

    /** [M, V] transposed by [M, D], with a single 1 in a row of the left operand. */
    void sums() {
        for (int block = 0; block < blocks; block++) {
            kernels.matmul(hits, points, MatmulSpec.TN).close();
        }
    }

    @Override
    public void close() {
        points.close();
        words.close();
        hits.close();
    }
}

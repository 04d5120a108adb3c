package io.splitmask.dl4j;

import org.bytedeco.openblas.global.openblas_nolapack;

/** Matrix products by the BLAS that ND4J loads. */
final class Gemm {
    private static final int ROW_MAJOR = openblas_nolapack.CblasRowMajor;
    private static final int AS_IS = openblas_nolapack.CblasNoTrans;
    private static final int SWAPPED = openblas_nolapack.CblasTrans;
    /** Multiplications below which one thread is faster. */
    private static final long WORTH_SPLITTING = 1L << 19;
    /** Parts are multiples of this, so that BLAS' inner tiles stay whole. */
    private static final int TILE = 48;

    private final Workers workers;

    Gemm(Workers workers) {
        this.workers = workers;
    }

    /** {@code c = alpha a b + beta c} with a [m, k], b [k, n], c [m, n], split over all threads. */
    void multiply(int m, int n, int k, float alpha, Matrix a, Matrix b, float beta, Matrix c) {
        if ((long) m * n * k < WORTH_SPLITTING || workers.threads() == 1) {
            multiplyHere(m, n, k, alpha, a, b, beta, c);
        } else if (m >= n) {
            workers.forEach(
                    m,
                    share(m),
                    (from, to) -> multiplyHere(to - from, n, k, alpha, a.fromRow(from), b, beta, c.fromRow(from)));
        } else {
            workers.forEach(
                    n,
                    share(n),
                    (from, to) ->
                            multiplyHere(m, to - from, k, alpha, a, b.fromColumn(from), beta, c.fromColumn(from)));
        }
    }

    private int share(int size) {
        int share = (size + workers.threads() - 1) / workers.threads();
        return (share + TILE - 1) / TILE * TILE;
    }

    /** The same on the calling thread. Sizes of 0 leave {@code beta c}. */
    static void multiplyHere(int m, int n, int k, float alpha, Matrix a, Matrix b, float beta, Matrix c) {
        if (m == 0 || n == 0) {
            return;
        }
        Scratch scratch = Scratch.get();
        openblas_nolapack.cblas_sgemm(
                ROW_MAJOR,
                a.transposed() ? SWAPPED : AS_IS,
                b.transposed() ? SWAPPED : AS_IS,
                m,
                n,
                k,
                alpha,
                scratch.address(0, a.address()),
                Math.max(1, a.step()),
                scratch.address(1, b.address()),
                Math.max(1, b.step()),
                beta,
                scratch.address(2, c.address()),
                c.step());
    }
}

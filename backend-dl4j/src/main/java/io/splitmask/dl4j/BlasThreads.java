package io.splitmask.dl4j;

import org.bytedeco.openblas.presets.openblas_nolapack;

/**
 * The number of BLAS' own threads, which holds for the whole process. It is 1 as long as a backend is open: products are
 * split over the backend's threads, so that BLAS' waiting threads do not take the cores from the loops in Java.
 */
final class BlasThreads {
    private static int users;
    private static int before;

    private BlasThreads() {}

    /** Switches to one thread. */
    static synchronized void acquire() {
        if (users == 0) {
            before = openblas_nolapack.blas_get_num_threads();
            openblas_nolapack.blas_set_num_threads(1);
        }
        users++;
    }

    /** Takes back one call of {@link #acquire}; after the last one BLAS has as many threads as before. */
    static synchronized void release() {
        users--;
        if (users == 0) {
            openblas_nolapack.blas_set_num_threads(before);
        }
    }
}

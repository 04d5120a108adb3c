package io.splitmask.djl;

import ai.djl.pytorch.jni.JniUtils;

/** How many threads PyTorch may use for work of the calling thread: OpenMP and MKL keep that number by thread. */
final class ThreadCount {
    private static final ThreadLocal<Integer> CURRENT = ThreadLocal.withInitial(() -> 0);

    private ThreadCount() {}

    /** Sets the number for the calling thread, unless it is that already. */
    static void set(int numThreads) {
        if (CURRENT.get() != numThreads) {
            JniUtils.setNumThreads(numThreads);
            CURRENT.set(numThreads);
        }
    }
}

package io.splitmask.data;

/** An endless, deterministic sequence of batches, epoch after epoch. Used by one thread. */
public interface BatchSource extends AutoCloseable {
    /** Returns how many batches an epoch has, at least 1. */
    long batchesPerEpoch();

    /**
     * Returns the next batch, waiting until it is there.
     *
     * @throws java.io.UncheckedIOException if too many images are bad
     */
    Batch next();

    /** Returns how long {@link #next} has waited so far, in nanoseconds. */
    long waitedNanos();

    /** Stops the loading threads. */
    @Override
    void close();
}

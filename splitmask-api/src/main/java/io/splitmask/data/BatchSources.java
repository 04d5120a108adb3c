package io.splitmask.data;

/** Opens a sequence of batches at a position, so that a resumed run sees what an unbroken one would have seen. */
@FunctionalInterface
public interface BatchSources {
    /**
     * Opens the sequence.
     *
     * @param position number of batches to leave out, over all epochs, from 0
     */
    BatchSource openAt(long position);
}

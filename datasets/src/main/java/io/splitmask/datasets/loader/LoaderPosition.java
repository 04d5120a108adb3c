package io.splitmask.datasets.loader;

/**
 * Where a loader stands; kept in checkpoints.
 *
 * @param epoch passes over the data that are complete, from 0
 * @param batch batches of this epoch that were taken, from 0
 */
public record LoaderPosition(long epoch, int batch) {
    /** The beginning. */
    public static final LoaderPosition START = new LoaderPosition(0, 0);

    /** Checks the numbers. */
    public LoaderPosition {
        if (epoch < 0 || batch < 0) {
            throw new IllegalArgumentException(
                    "loader position: expected epoch and batch of at least 0, got " + epoch + " and " + batch);
        }
    }
}

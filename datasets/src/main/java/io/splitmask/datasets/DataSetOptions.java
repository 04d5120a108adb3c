package io.splitmask.datasets;

/**
 * How to open a data set.
 *
 * @param subset which of the training images are used
 * @param mustBeWhole whether a number of images or classes other than the published one is an error; else it is logged
 */
public record DataSetOptions(Subset subset, boolean mustBeWhole) {
    /** All that is there. */
    public static final DataSetOptions DEFAULT = new DataSetOptions(Subset.ALL, false);

    /** Takes a part of the training images. */
    public DataSetOptions withSubset(Subset part) {
        return new DataSetOptions(part, mustBeWhole);
    }

    /** Refuses a data set that is not whole. */
    public DataSetOptions requiringAll() {
        return new DataSetOptions(subset, true);
    }
}

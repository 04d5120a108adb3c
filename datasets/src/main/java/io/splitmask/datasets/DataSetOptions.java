package io.splitmask.datasets;

import io.splitmask.datasets.format.ImageDecoder;

/**
 * How to open a data set.
 *
 * @param subset which of the training images are used
 * @param usefulSide pixels to which large JPEG files may be reduced while they are decoded, see {@link
 *     ImageDecoder#reducingTo}; 0, the default, to read all of them whole
 * @param mustBeWhole whether a number of images or classes other than the published one is an error; else it is logged
 */
public record DataSetOptions(Subset subset, int usefulSide, boolean mustBeWhole) {
    /** All that is there. */
    public static final DataSetOptions DEFAULT = new DataSetOptions(Subset.ALL, 0, false);

    /** Checks the side. */
    public DataSetOptions {
        if (usefulSide < 0) {
            throw new IllegalArgumentException("useful side: expected at least 0 pixels, got " + usefulSide);
        }
    }

    /** Takes a part of the training images. */
    public DataSetOptions withSubset(Subset part) {
        return new DataSetOptions(part, usefulSide, mustBeWhole);
    }

    /** Refuses a data set that is not whole. */
    public DataSetOptions requiringAll() {
        return new DataSetOptions(subset, usefulSide, true);
    }

    /**
     * Reads large JPEG files faster and a little less exactly.
     *
     * @param side below which no side of an image falls
     */
    public DataSetOptions reducingTo(int side) {
        return new DataSetOptions(subset, side, mustBeWhole);
    }

    ImageDecoder decoder() {
        return usefulSide == 0 ? new ImageDecoder() : new ImageDecoder().reducingTo(usefulSide);
    }
}

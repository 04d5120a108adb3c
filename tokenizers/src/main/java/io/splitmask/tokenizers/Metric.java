package io.splitmask.tokenizers;

import java.util.Locale;

/** How patches and words are compared. */
public enum Metric {
    /**
     * Words are directions of unit length; a patch belongs to the word with the largest dot product, whatever the
     * patch's own length.
     *
     * @see "paper, equation 1; recipes, section 3.1"
     */
    COSINE,

    /**
     * Words are points in the space of normalised pixels; a patch belongs to the word at the smallest Euclidean
     * distance.
     *
     * @see "golden cases, section 12, kmeans_euclidean"
     */
    EUCLIDEAN;

    /** Returns the name in files and on the command line: lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

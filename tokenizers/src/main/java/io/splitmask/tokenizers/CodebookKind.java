package io.splitmask.tokenizers;

import java.util.Locale;

/** How the words of a codebook are found. */
public enum CodebookKind {
    /** Random directions: {@link RandomProjection}; no images needed. */
    RANDOM_PROJECTION,
    /** Patches of different images: {@link RandomPatches}. */
    RANDOM_PATCHES,
    /** Centroids of many patches: {@link io.splitmask.tokenizers.kmeans.KMeans}. */
    KMEANS;

    /** Returns the name that users type, such as {@code random-patches}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

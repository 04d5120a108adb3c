package io.splitmask.tokenizers.kmeans;

/** Watches a clustering and may stop it. All methods are called on the thread that clusters. */
public interface KMeansListener {
    /** Watches nothing. */
    KMeansListener NONE = new KMeansListener() {};

    /** A starting centroid was chosen. @param done how many were so far @param clusters V */
    default void onSeeding(int done, int clusters) {}

    /**
     * Some points of an iteration were assigned.
     *
     * @param iteration the iteration under way, from 1
     * @param done points assigned in it so far
     * @param total points of an iteration
     */
    default void onPoints(int iteration, int done, int total) {}

    /**
     * The start was chosen (iteration 0) or an iteration has ended. The state may be saved, to go on from later.
     *
     * @param state not changed any more
     */
    default void onIteration(KMeansState state) {}

    /** Returns true to end soon, in the middle of an iteration if need be; asked between blocks of points. */
    default boolean stopRequested() {
        return false;
    }
}

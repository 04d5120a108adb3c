package io.splitmask.masking;

/** Turns shares of the patches into counts. */
final class PatchCount {
    private PatchCount() {}

    /**
     * Rounds {@code numPatches * share} to the nearest whole number, halves down: of an odd number of patches, the half
     * that is masked is the smaller one.
     *
     * @throws IllegalArgumentException if that leaves no patch or all of them
     */
    static int of(double share, int numPatches, String what) {
        int count = (int) Math.ceil(numPatches * share - 0.5);
        if (count < 1 || count >= numPatches) {
            throw new IllegalArgumentException(what + ": expected a share that leaves both branches a patch of "
                    + numPatches + ", got " + share + "; use more patches (larger images or smaller patches)");
        }
        return count;
    }
}

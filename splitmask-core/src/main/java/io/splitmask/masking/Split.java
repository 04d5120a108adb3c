package io.splitmask.masking;

import java.util.Arrays;

/**
 * Two disjoint sets of patches for each image of a batch; ascending within an image. The arrays are not copied; do not
 * change them.
 *
 * @param batchSize B
 * @param numPatches N
 * @param indexA [B, |A|], row-major: patches 0..N-1 that branch a sees
 * @param indexB [B, |B|], row-major: patches 0..N-1 that branch b sees
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content
public record Split(int batchSize, int numPatches, int[] indexA, int[] indexB) {
    /** Checks that the sets have patches in range, ascending and disjoint. */
    public Split {
        if (batchSize < 1 || numPatches < 2) {
            throw new IllegalArgumentException(
                    "Split: expected batchSize >= 1 and numPatches >= 2, got " + batchSize + " and " + numPatches);
        }
        checkSet("A", batchSize, numPatches, indexA);
        checkSet("B", batchSize, numPatches, indexB);
        checkDisjoint(batchSize, numPatches, indexA, indexB);
    }

    /** Returns |A|, the number of patches that branch a sees. */
    public int numA() {
        return indexA.length / batchSize;
    }

    /** Returns |B|, the number of patches that branch b sees. */
    public int numB() {
        return indexB.length / batchSize;
    }

    /** Returns whether every patch is in one of the sets. */
    public boolean covers() {
        return numA() + numB() == numPatches;
    }

    /** Returns the ascending patches that are not in A, [B, N - |A|], row-major: what branch a predicts. */
    public int[] missingA() {
        return missing(indexA);
    }

    /** Returns the ascending patches that are not in B, [B, N - |B|], row-major: what branch b predicts. */
    public int[] missingB() {
        return missing(indexB);
    }

    private int[] missing(int[] index) {
        int seen = index.length / batchSize;
        int[] missing = new int[batchSize * (numPatches - seen)];
        int next = 0;
        for (int image = 0; image < batchSize; image++) {
            int position = image * seen;
            for (int patch = 0; patch < numPatches; patch++) {
                if (position < (image + 1) * seen && index[position] == patch) {
                    position++;
                } else {
                    missing[next++] = patch;
                }
            }
        }
        return missing;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Split that
                && batchSize == that.batchSize
                && numPatches == that.numPatches
                && Arrays.equals(indexA, that.indexA)
                && Arrays.equals(indexB, that.indexB);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * numPatches + Arrays.hashCode(indexA)) + Arrays.hashCode(indexB);
    }

    @Override
    public String toString() {
        return "Split of " + numPatches + " patches into " + numA() + " and " + numB() + ", " + batchSize + " images";
    }

    private static void checkSet(String name, int batchSize, int numPatches, int[] index) {
        int count = index.length / batchSize;
        if (count < 1 || index.length % batchSize != 0) {
            throw new IllegalArgumentException("Split: expected the same number of patches, at least 1, for set " + name
                    + " of " + batchSize + " images, got " + index.length + " in all");
        }
        for (int i = 0; i < index.length; i++) {
            int least = i % count == 0 ? 0 : index[i - 1] + 1;
            if (index[i] < least || index[i] >= numPatches) {
                throw new IllegalArgumentException("Split: expected ascending patches from 0 to " + (numPatches - 1)
                        + " in set " + name + " of image " + i / count + ", got " + index[i]);
            }
        }
    }

    private static void checkDisjoint(int batchSize, int numPatches, int[] indexA, int[] indexB) {
        int numA = indexA.length / batchSize;
        int numB = indexB.length / batchSize;
        for (int image = 0; image < batchSize; image++) {
            boolean[] seen = new boolean[numPatches];
            for (int i = 0; i < numA; i++) {
                seen[indexA[image * numA + i]] = true;
            }
            for (int i = 0; i < numB; i++) {
                int patch = indexB[image * numB + i];
                if (seen[patch]) {
                    throw new IllegalArgumentException(
                            "Split: expected disjoint sets, got patch " + patch + " of image " + image + " in both");
                }
            }
        }
    }
}

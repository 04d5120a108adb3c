package io.splitmask.masking;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The masked patches of each image of a batch; their number may differ from image to image. The arrays are not copied;
 * do not change them.
 *
 * @param numPatches N
 * @param counts [B], masked patches of every image
 * @param positions [M], M the sum of the counts: patches 0..N-1, ascending within an image, image by image
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content
public record PatchMask(int numPatches, int[] counts, int[] positions) {
    /** Checks that there are as many patches as the counts say, in range and ascending. */
    public PatchMask {
        if (numPatches < 1 || counts.length < 1) {
            throw new IllegalArgumentException(
                    "PatchMask: expected one or more patches and images, got " + numPatches + " and " + counts.length);
        }
        int next = 0;
        for (int image = 0; image < counts.length; image++) {
            if (counts[image] < 0 || counts[image] > positions.length - next) {
                throw new IllegalArgumentException("PatchMask: expected counts from 0 that add up to "
                        + positions.length + " positions, got " + counts[image] + " for image " + image + " after "
                        + next);
            }
            int least = 0;
            for (int end = next + counts[image]; next < end; next++) {
                if (positions[next] < least || positions[next] >= numPatches) {
                    throw new IllegalArgumentException("PatchMask: expected ascending patches from 0 to "
                            + (numPatches - 1) + " for image " + image + ", got " + positions[next]);
                }
                least = positions[next] + 1;
            }
        }
        if (next != positions.length) {
            throw new IllegalArgumentException(
                    "PatchMask: expected counts that add up to " + positions.length + " positions, got " + next);
        }
    }

    /**
     * Returns a mask of as many patches in every image.
     *
     * @param positions [B, K], row-major
     */
    public static PatchMask ofEqualCounts(int batchSize, int numPatches, int[] positions) {
        int[] counts = new int[batchSize];
        Arrays.fill(counts, positions.length / batchSize);
        return new PatchMask(numPatches, counts, positions);
    }

    /** Returns B. */
    public int batchSize() {
        return counts.length;
    }

    /** Returns M, the number of masked patches of all images. */
    public int numMasked() {
        return positions.length;
    }

    /** Returns 1 for masked patches and 0 for the others, [B, N] row-major. */
    public float[] indicator() {
        float[] indicator = new float[Math.multiplyExact(batchSize(), numPatches)];
        for (int row : rows(numPatches, 0)) {
            indicator[row] = 1;
        }
        return indicator;
    }

    /**
     * Returns where the masked patches stand when the sequences of all images stand one after the other.
     *
     * @param tokens length of a sequence
     * @param first place of patch 0 in it: 1 behind a class token
     * @return [M], image by image
     */
    public int[] rows(int tokens, int first) {
        int[] rows = new int[positions.length];
        int next = 0;
        for (int image = 0; image < counts.length; image++) {
            for (int end = next + counts[image]; next < end; next++) {
                rows[next] = Math.addExact(Math.multiplyExact(image, tokens), first + positions[next]);
            }
        }
        return rows;
    }

    /**
     * Returns the values of masked patches, image by image.
     *
     * @param values [B, N] row-major
     * @return [M]
     */
    public int[] pick(int[] values) {
        return IntStream.of(rows(numPatches, 0)).map(row -> values[row]).toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PatchMask that
                && numPatches == that.numPatches
                && Arrays.equals(counts, that.counts)
                && Arrays.equals(positions, that.positions);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * numPatches + Arrays.hashCode(counts)) + Arrays.hashCode(positions);
    }

    @Override
    public String toString() {
        return "Mask of " + numMasked() + " patches of " + batchSize() + " images with " + numPatches + " each";
    }
}

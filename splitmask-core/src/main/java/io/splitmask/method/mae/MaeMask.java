package io.splitmask.method.mae;

import java.util.Arrays;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Which patches are seen, and where they stand among the decoder's rows. Patches are sorted by noise; the first are
 * seen, in that order, and the others are hidden. All arrays are row-major and not copied; do not change them.
 *
 * @param batchSize B
 * @param seen [B, S], patches 0..N-1 in the order in which the encoder reads them
 * @param hidden [B, N - S], patches in the order of their noise
 * @param restore [B, N]: the position of patch n in the concatenation of {@code seen} and {@code hidden}
 * @see "golden cases, section 15, interop_hf_vit_mae, step 2"
 */
@SuppressWarnings("ArrayRecordComponent") // passed on at once, never compared
record MaeMask(int batchSize, int[] seen, int[] hidden, int[] restore) {
    /**
     * Draws a mask for each image of a batch, all with the same counts.
     *
     * @param maskRatio share of hidden patches
     * @throws IllegalArgumentException if that leaves no patch seen or none hidden
     */
    static MaeMask draw(int batchSize, int numPatches, double maskRatio, RandomGenerator random) {
        float[] noise = new float[Math.multiplyExact(batchSize, numPatches)];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = random.nextFloat();
        }
        return of(noise, batchSize, maskRatio);
    }

    /**
     * Sorts the patches of each image by noise.
     *
     * @param noise [B, N], row-major
     */
    static MaeMask of(float[] noise, int batchSize, double maskRatio) {
        int n = noise.length / batchSize;
        int kept = (int) (n * (1 - maskRatio));
        if (kept < 1 || kept >= n) {
            throw new IllegalArgumentException(
                    "mae: expected a maskRatio that leaves a patch of " + n + " seen and one hidden, got " + maskRatio
                            + "; use more patches (larger images or smaller patches)");
        }
        int[] seen = new int[batchSize * kept];
        int[] hidden = new int[batchSize * (n - kept)];
        int[] restore = new int[batchSize * n];
        for (int image = 0; image < batchSize; image++) {
            int[] order = order(noise, image * n, n);
            System.arraycopy(order, 0, seen, image * kept, kept);
            System.arraycopy(order, kept, hidden, image * (n - kept), n - kept);
            for (int position = 0; position < n; position++) {
                restore[image * n + order[position]] = position;
            }
        }
        return new MaeMask(batchSize, seen, hidden, restore);
    }

    /** Returns the positions 0..n-1 by ascending noise; equal noise keeps their order. */
    private static int[] order(float[] noise, int start, int n) {
        return IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(patch -> noise[start + patch]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @Override
    public String toString() {
        return "MaeMask of " + batchSize + " images, seen " + Arrays.toString(seen);
    }
}

package io.splitmask.masking;

import io.splitmask.config.Problems;
import io.splitmask.nn.PatchGrid;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * BEiT's block masks ({@link #mask}), and splits made of them by completing them to an exact count: A are the unmasked
 * patches, B the masked ones, together they cover the image.
 *
 * <p>|B| is N * ratio, rounded, halves down (of 15 patches at 0.5, B has 7 and A 8). Blocks alone can leave some of
 * them missing, never too many; those are single patches drawn uniformly among the unmasked ones.
 *
 * <p>The areas of blocks are given for 14 x 14 patches and scaled with N on other grids: rounded to the nearest whole
 * number, at least 1, the largest at least the smallest. On grids with a side of 1 no block fits, so that all masked
 * patches are single ones.
 *
 * @param maskRatio share of the patches that are masked, above 0 and below 1
 * @param minBlock smallest area aimed at on 14 x 14 patches
 * @param maxBlock largest number of patches that one block adds on 14 x 14 patches
 * @see "recipes, sections 2.3 and 8, number 9"
 */
public record BlockMasking(double maskRatio, int minBlock, int maxBlock) implements MaskGenerator {
    /** SplitMask: 98 of 196 patches in blocks of 16 to 75. */
    public static final BlockMasking SPLITMASK = new BlockMasking(0.5, 16, 75);
    /** BEiT: 75 of 196 patches in blocks of 16 to 75. */
    public static final BlockMasking BEIT = new BlockMasking(75.0 / 196, 16, 75);

    private static final int REFERENCE_PATCHES = 14 * 14;

    /** Checks the numbers. */
    public BlockMasking {
        Problems.of("BlockMasking")
                .require(maskRatio > 0 && maskRatio < 1, "expected maskRatio above 0 and below 1, got " + maskRatio)
                .atLeast(1, "minBlock", minBlock)
                .require(
                        maxBlock >= minBlock && maxBlock < REFERENCE_PATCHES,
                        "expected maxBlock from minBlock = " + minBlock + " to " + (REFERENCE_PATCHES - 1) + ", got "
                                + maxBlock)
                .throwIfAny();
    }

    /**
     * Draws masks of blocks alone, as BEiT does: none has more than N * ratio patches, rounded, and many have fewer. An
     * image that no block fits, as on grids with a side of 1, gets one masked patch.
     *
     * @param batchSize B
     * @param grid Gh x Gw patches
     * @param random where the draws come from; the result depends on nothing else
     * @throws IllegalArgumentException if the grid is too small to leave masked and unmasked patches
     */
    public PatchMask mask(int batchSize, PatchGrid grid, RandomGenerator random) {
        int numMasked = numMasked(batchSize, grid);
        int numPatches = grid.numPatches();
        int[] counts = new int[batchSize];
        int[] positions = new int[Math.multiplyExact(batchSize, numMasked)];
        int next = 0;
        for (int image = 0; image < batchSize; image++) {
            BlockMask mask = draw(grid, numMasked, random);
            boolean[] masked = mask.masked();
            complete(masked, Math.max(0, 1 - mask.count()), random);
            int first = next;
            for (int patch = 0; patch < numPatches; patch++) {
                if (masked[patch]) {
                    positions[next++] = patch;
                }
            }
            counts[image] = next - first;
        }
        return new PatchMask(numPatches, counts, Arrays.copyOf(positions, next));
    }

    @Override
    public Split generate(int batchSize, PatchGrid grid, RandomGenerator random) {
        int numPatches = grid.numPatches();
        int numB = numMasked(batchSize, grid);
        int numA = numPatches - numB;
        int[] indexA = new int[Math.multiplyExact(batchSize, numA)];
        int[] indexB = new int[Math.multiplyExact(batchSize, numB)];
        for (int image = 0; image < batchSize; image++) {
            BlockMask mask = draw(grid, numB, random);
            boolean[] masked = mask.masked();
            complete(masked, numB - mask.count(), random);
            int a = image * numA;
            int b = image * numB;
            for (int patch = 0; patch < numPatches; patch++) {
                if (masked[patch]) {
                    indexB[b++] = patch;
                } else {
                    indexA[a++] = patch;
                }
            }
        }
        return new Split(batchSize, numPatches, indexA, indexB);
    }

    private int numMasked(int batchSize, PatchGrid grid) {
        Problems.of("BlockMasking").atLeast(1, "batchSize", batchSize).throwIfAny();
        return PatchCount.of(maskRatio, grid.numPatches(), "BlockMasking of " + grid);
    }

    private BlockMask draw(PatchGrid grid, int wanted, RandomGenerator random) {
        int smallest = scaled(minBlock, grid.numPatches());
        int largest = Math.max(smallest, scaled(maxBlock, grid.numPatches()));
        return BlockMask.draw(grid, wanted, smallest, largest, random);
    }

    private static int scaled(int area, int numPatches) {
        return (int) Math.max(1, Math.rint((double) area * numPatches / REFERENCE_PATCHES));
    }

    private static void complete(boolean[] masked, int missing, RandomGenerator random) {
        int[] unmasked = new int[masked.length];
        int count = 0;
        for (int patch = 0; patch < masked.length; patch++) {
            if (!masked[patch]) {
                unmasked[count++] = patch;
            }
        }
        int[] candidates = Arrays.copyOf(unmasked, count);
        RandomPatches.drawToFront(candidates, missing, random);
        for (int i = 0; i < missing; i++) {
            masked[candidates[i]] = true;
        }
    }
}

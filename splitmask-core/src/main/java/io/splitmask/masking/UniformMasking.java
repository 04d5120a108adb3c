package io.splitmask.masking;

import io.splitmask.config.Problems;
import io.splitmask.nn.PatchGrid;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Patches drawn uniformly, without regard to their places.
 *
 * <p>Up to a ratio of 0.5, branch b sees the masked patches and branch a the others: together they cover the image, and
 * |B| is N * ratio, rounded, halves down (of 5 patches at 0.5, A has 3 and B 2). Two sets that cover the image cannot
 * both leave out more than half of it, so above 0.5 each branch sees N * (1 - ratio) patches, rounded, halves down; the
 * sets are disjoint and some patches are in neither.
 *
 * @param maskRatio share of the patches that branch a does not see, above 0 and below 1
 * @see "recipes, section 8, number 29"
 */
public record UniformMasking(double maskRatio) implements MaskGenerator {
    /** SplitMask's masking for small data sets: two sets of 49 of 196 patches. */
    public static final UniformMasking SMALL_DATA = new UniformMasking(0.75);

    /** Checks the ratio. */
    public UniformMasking {
        Problems.of("UniformMasking")
                .require(maskRatio > 0 && maskRatio < 1, "expected maskRatio above 0 and below 1, got " + maskRatio)
                .throwIfAny();
    }

    @Override
    public Split generate(int batchSize, PatchGrid grid, RandomGenerator random) {
        Problems.of("UniformMasking").atLeast(1, "batchSize", batchSize).throwIfAny();
        int numPatches = grid.numPatches();
        int numB = PatchCount.of(Math.min(maskRatio, 1 - maskRatio), numPatches, "UniformMasking of " + grid);
        int numA = maskRatio <= 0.5 ? numPatches - numB : numB;
        int[] indexA = new int[Math.multiplyExact(batchSize, numA)];
        int[] indexB = new int[Math.multiplyExact(batchSize, numB)];
        int[] patches = IntStream.range(0, numPatches).toArray();
        for (int image = 0; image < batchSize; image++) {
            RandomPatches.drawToFront(patches, numA + numB == numPatches ? numB : numA + numB, random);
            System.arraycopy(patches, 0, indexB, image * numB, numB);
            System.arraycopy(patches, numB, indexA, image * numA, numA);
            Arrays.sort(indexA, image * numA, (image + 1) * numA);
            Arrays.sort(indexB, image * numB, (image + 1) * numB);
        }
        return new Split(batchSize, numPatches, indexA, indexB);
    }
}

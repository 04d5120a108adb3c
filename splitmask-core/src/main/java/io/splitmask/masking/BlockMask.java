package io.splitmask.masking;

import io.splitmask.nn.PatchGrid;
import java.util.random.RandomGenerator;

/**
 * One mask made of rectangular blocks of random place, area and aspect ratio. The number of masked patches is at most
 * the one wanted and can stay below it.
 *
 * @see "recipes, section 2.3; microsoft/unilm 768a3c8, beit/masking_generator.py"
 */
final class BlockMask {
    private static final int TRIES = 10;
    private static final double LOG_ASPECT = StrictMath.log(1 / 0.3);

    private final PatchGrid grid;
    private final int minBlock;
    private final boolean[] masked;
    private int count;
    private int blocks;

    private BlockMask(PatchGrid grid, int minBlock) {
        this.grid = grid;
        this.minBlock = minBlock;
        this.masked = new boolean[grid.numPatches()];
    }

    /**
     * Draws a mask.
     *
     * @param grid Gh x Gw patches
     * @param wanted K, the largest number of masked patches
     * @param minBlock smallest area aimed at, in patches
     * @param maxBlock largest number of patches that one block adds
     */
    static BlockMask draw(PatchGrid grid, int wanted, int minBlock, int maxBlock, RandomGenerator random) {
        BlockMask mask = new BlockMask(grid, minBlock);
        while (mask.count < wanted && mask.addBlock(Math.min(wanted - mask.count, maxBlock), random)) {
            mask.blocks++;
        }
        return mask;
    }

    /** Returns N entries, true for masked patches. */
    boolean[] masked() {
        return masked;
    }

    int count() {
        return count;
    }

    int blocks() {
        return blocks;
    }

    private boolean addBlock(int cap, RandomGenerator random) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            // Also where fewer than the smallest area are missing: the area then lies between the two.
            double area = minBlock + random.nextDouble() * (cap - minBlock);
            double aspect = StrictMath.exp((2 * random.nextDouble() - 1) * LOG_ASPECT);
            int height = (int) Math.rint(Math.sqrt(area * aspect));
            int width = (int) Math.rint(Math.sqrt(area / aspect));
            if (width < grid.columns() && height < grid.rows()) {
                int top = random.nextInt(grid.rows() - height + 1);
                int left = random.nextInt(grid.columns() - width + 1);
                int added = height * width - countIn(top, left, height, width);
                if (added > 0 && added <= cap) {
                    fill(top, left, height, width);
                    count += added;
                    return true;
                }
            }
        }
        return false;
    }

    private int countIn(int top, int left, int height, int width) {
        int found = 0;
        for (int row = top; row < top + height; row++) {
            for (int column = left; column < left + width; column++) {
                found += masked[row * grid.columns() + column] ? 1 : 0;
            }
        }
        return found;
    }

    private void fill(int top, int left, int height, int width) {
        for (int row = top; row < top + height; row++) {
            for (int column = left; column < left + width; column++) {
                masked[row * grid.columns() + column] = true;
            }
        }
    }
}

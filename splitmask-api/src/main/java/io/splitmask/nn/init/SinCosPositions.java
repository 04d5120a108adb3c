package io.splitmask.nn.init;

import io.splitmask.config.Problems;
import io.splitmask.nn.PatchGrid;

/**
 * The fixed two-dimensional sine-cosine position table.
 *
 * <p>With q = D / 4 and {@code omega_k = 10000^(-k / q)}, the row of a patch is four groups of q values:
 * {@code sin(a omega), cos(a omega), sin(b omega), cos(b omega)}. The class token's row is 0.
 *
 * @see "golden cases, section 10, sincos_pos_embed"
 */
public final class SinCosPositions {
    private static final double TEMPERATURE = 10_000;

    private SinCosPositions() {}

    /** Which coordinate stands first. */
    public enum Order {
        /** a is the row and b the column: MoCo v3. */
        ROW_FIRST,
        /** a is the column and b the row: MAE. */
        COLUMN_FIRST
    }

    /**
     * Returns the table.
     *
     * @param grid the grid of patches, Gh x Gw
     * @param width D, a multiple of 4
     * @param order which coordinate stands first
     * @return [1, 1 + N, D], row-major; row 0 is the class token's
     */
    public static float[] table(PatchGrid grid, int width, Order order) {
        Problems.of("SinCosPositions")
                .require(width > 0 && width % 4 == 0, "expected width as a multiple of 4, got " + width)
                .throwIfAny();
        float[] table = new float[Math.multiplyExact(1 + grid.numPatches(), width)];
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                int start = (1 + row * grid.columns() + column) * width;
                boolean rowFirst = order == Order.ROW_FIRST;
                fill(table, start, width / 4, rowFirst ? row : column);
                fill(table, start + width / 2, width / 4, rowFirst ? column : row);
            }
        }
        return table;
    }

    private static void fill(float[] table, int start, int q, int coordinate) {
        for (int k = 0; k < q; k++) {
            double angle = coordinate * StrictMath.pow(TEMPERATURE, -(double) k / q);
            table[start + k] = (float) StrictMath.sin(angle);
            table[start + q + k] = (float) StrictMath.cos(angle);
        }
    }
}

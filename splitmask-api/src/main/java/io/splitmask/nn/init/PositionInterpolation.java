package io.splitmask.nn.init;

import io.splitmask.nn.PatchGrid;
import io.splitmask.nn.Resampling;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import java.util.Arrays;

/**
 * Resizes a stored position table to another grid by {@link Resampling#BICUBIC}, once and for all; with images of
 * another size a network in training does the same on its backend ({@link VisionTransformer#positions}).
 *
 * @param from grid of the table
 * @param to grid wanted
 * @see "golden cases, section 10, pos_embed_interp; torch.nn.functional.interpolate, bicubic, align_corners=False"
 */
public record PositionInterpolation(PatchGrid from, PatchGrid to) {
    /**
     * Returns the map from the patches of one grid to those of the other.
     *
     * @return [N', N], row-major, with N' patches in the grid wanted and N in that of the table; rows sum to 1
     */
    float[] matrix() {
        double[] rowWeights = Resampling.BICUBIC.weights(from.rows(), to.rows());
        double[] columnWeights = Resampling.BICUBIC.weights(from.columns(), to.columns());
        int numFrom = from.numPatches();
        float[] matrix = new float[Math.multiplyExact(to.numPatches(), numFrom)];
        for (int target = 0; target < to.numPatches(); target++) {
            int rowStart = target / to.columns() * from.rows();
            int columnStart = target % to.columns() * from.columns();
            for (int source = 0; source < numFrom; source++) {
                double weight = rowWeights[rowStart + source / from.columns()]
                        * columnWeights[columnStart + source % from.columns()];
                matrix[target * numFrom + source] = (float) weight;
            }
        }
        return matrix;
    }

    /**
     * Resizes a table with a class token.
     *
     * @param table [1, 1 + N, D], row-major; row 0 is the class token's
     * @param width D
     * @return [1, 1 + N', D]; row 0 is copied
     * @throws ShapeException if the table does not have 1 + N rows
     */
    public float[] resize(float[] table, int width) {
        if (width < 1 || table.length != (1L + from.numPatches()) * width) {
            throw new ShapeException(
                    "PositionInterpolation",
                    "expected [1, " + (1L + from.numPatches()) + ", " + width + "] for a grid of " + from + ", got "
                            + table.length + " values",
                    Shape.of(table.length));
        }
        if (from.equals(to)) {
            return table.clone();
        }
        float[] matrix = matrix();
        int numFrom = from.numPatches();
        float[] resized = new float[Math.multiplyExact(1 + to.numPatches(), width)];
        System.arraycopy(table, 0, resized, 0, width);
        double[] sum = new double[width];
        for (int target = 0; target < to.numPatches(); target++) {
            Arrays.fill(sum, 0);
            for (int source = 0; source < numFrom; source++) {
                addRow(sum, matrix[target * numFrom + source], table, (1 + source) * width);
            }
            for (int d = 0; d < width; d++) {
                resized[(1 + target) * width + d] = (float) sum[d];
            }
        }
        return resized;
    }

    private static void addRow(double[] sum, double weight, float[] table, int start) {
        if (weight != 0) {
            for (int d = 0; d < sum.length; d++) {
                sum[d] += weight * table[start + d];
            }
        }
    }
}

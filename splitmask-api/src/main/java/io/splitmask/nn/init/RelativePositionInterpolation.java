package io.splitmask.nn.init;

import io.splitmask.nn.PatchGrid;
import io.splitmask.nn.RelativePositionBias;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;

/**
 * Resizes a table of relative positions to another grid as BEiT does. Along each axis the offsets of the old grid are
 * spread in geometric progression, 0, 1, 1 + q, 1 + q + q^2 and so on and likewise below 0, with the q from
 * {@value #LEAST_RATIO} to {@value #LARGEST_RATIO} that brings the largest to the largest offset of the new grid; between
 * them lies a cubic spline. So neighbours keep their bias exactly, and what is far apart is stretched. Offsets beyond the
 * largest that is reached get its bias. The rows of the class token are copied.
 *
 * @param from grid of the table
 * @param to grid wanted
 * @see "recipes, section 1.6; microsoft/unilm 768a3c8, beit/run_class_finetuning.py, for square grids"
 */
public record RelativePositionInterpolation(PatchGrid from, PatchGrid to) {
    private static final double LEAST_RATIO = 1.01;
    private static final double LARGEST_RATIO = 1.5;
    private static final double RATIO_STEP = 1e-6;

    /**
     * Resizes a table.
     *
     * @param table [(2 Gh - 1)(2 Gw - 1) + 3, H], row-major, as in {@link RelativePositionBias}
     * @param heads H
     * @return the table for the grid wanted
     * @throws ShapeException if the table does not have as many rows
     */
    public float[] resize(float[] table, int heads) {
        if (heads < 1 || table.length != (long) RelativePositionBias.rows(from) * heads) {
            throw new ShapeException(
                    "RelativePositionInterpolation",
                    "expected [" + RelativePositionBias.rows(from) + ", " + heads + "] for a grid of " + from + ", got "
                            + table.length + " values",
                    Shape.of(table.length));
        }
        if (from.equals(to)) {
            return table.clone();
        }
        double[][] rowWeights = weights(from.rows(), to.rows());
        double[][] columnWeights = weights(from.columns(), to.columns());
        float[] resized = new float[Math.multiplyExact(RelativePositionBias.rows(to), heads)];
        int columns = columnWeights.length;
        for (int head = 0; head < heads; head++) {
            double[][] acrossColumns = acrossColumns(table, head, heads, columnWeights);
            for (int row = 0; row < rowWeights.length; row++) {
                for (int column = 0; column < columns; column++) {
                    double sum = 0;
                    for (int source = 0; source < acrossColumns.length; source++) {
                        sum += rowWeights[row][source] * acrossColumns[source][column];
                    }
                    resized[(row * columns + column) * heads + head] = (float) sum;
                }
            }
        }
        int kept = RelativePositionBias.CLASS_ROWS * heads;
        System.arraycopy(table, table.length - kept, resized, resized.length - kept, kept);
        return resized;
    }

    /**
     * Resizes the rows of one head.
     *
     * @return [2 Gh - 1, 2 Gw' - 1]
     */
    private double[][] acrossColumns(float[] table, int head, int heads, double[][] columnWeights) {
        int rows = 2 * from.rows() - 1;
        int columns = 2 * from.columns() - 1;
        double[][] result = new double[rows][columnWeights.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columnWeights.length; column++) {
                for (int source = 0; source < columns; source++) {
                    result[row][column] +=
                            columnWeights[column][source] * table[(row * columns + source) * heads + head];
                }
            }
        }
        return result;
    }

    /** Returns how much each old offset counts for each new one, [2 to - 1, 2 from - 1]. */
    private static double[][] weights(int from, int to) {
        double[] places = from == to ? places(from, 1) : places(from, ratio(from - 1, to - 1));
        CubicSpline spline = new CubicSpline(places);
        double[][] weights = new double[2 * to - 1][];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = spline.weights(i - (to - 1));
        }
        return weights;
    }

    /** Returns where the offsets of an axis of {@code patches} come to lie, ascending. */
    private static double[] places(int patches, double ratio) {
        double[] places = new double[2 * patches - 1];
        double distance = 0;
        double step = 1;
        for (int offset = 1; offset < patches; offset++) {
            distance += step;
            step *= ratio;
            places[patches - 1 + offset] = distance;
            places[patches - 1 - offset] = -distance;
        }
        return places;
    }

    /** Finds the ratio of the progression of {@code terms} terms that adds up to {@code distance}. */
    private static double ratio(int terms, int distance) {
        double left = LEAST_RATIO;
        double right = LARGEST_RATIO;
        double middle = left;
        while (right - left > RATIO_STEP) {
            middle = (left + right) / 2;
            if ((1 - Math.pow(middle, terms)) / (1 - middle) > distance) {
                right = middle;
            } else {
                left = middle;
            }
        }
        return middle;
    }
}

package io.splitmask.nn.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.nn.PatchGrid;
import io.splitmask.nn.RelativePositionBias;
import io.splitmask.random.SplittableSeed;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RelativePositionInterpolationTest {
    private static final int HEADS = 2;

    private static float[] random(PatchGrid grid) {
        Shape shape = Shape.of(RelativePositionBias.rows(grid), HEADS);
        return new Normal(1).values(shape, SplittableSeed.of(6).stream());
    }

    /** Returns the first value of an offset, counted from no offset in the middle. */
    private static float at(float[] table, PatchGrid grid, int rows, int columns) {
        int row = (rows + grid.rows() - 1) * (2 * grid.columns() - 1) + columns + grid.columns() - 1;
        return table[row * HEADS];
    }

    /**
     * Values of scipy 1.17.1, RectBivariateSpline of third degree through {@code sin(0.7 i + 0.4 j^2)} at the places of
     * the original code: two corners, one entry near a corner, and the sum.
     */
    @ParameterizedTest
    @CsvSource({
        "4, 6, 0.0, -0.1158239, -0.8715758, -1.9155133, -1.0434249",
        "4, 9, 0.0, 0.0, -0.8715758, 0.9656578, 0.3493986",
        "6, 4, 0.071263, 0.7943165, 0.7903313, -0.4058165, -4.3020016",
        "3, 5, -0.0, -0.4403074, 0.3349881, 0.2777249, 18.5027674"
    })
    void agreesWithTheSplineOfTheOriginalCode(
            int from, int to, float first, float inside, float lastRow, float nearLast, double sum) {
        int side = 2 * from - 1;
        float[] table = new float[side * side + 3];
        for (int i = 0; i < side; i++) {
            for (int j = 0; j < side; j++) {
                table[i * side + j] = (float) Math.sin(0.7 * i + 0.4 * j * j);
            }
        }
        float[] resized = new RelativePositionInterpolation(square(from), square(to)).resize(table, 1);
        int newSide = 2 * to - 1;
        assertThat(resized).hasSize(newSide * newSide + 3);
        assertThat(resized[0]).isCloseTo(first, within(2e-6f));
        assertThat(resized[newSide + 2]).isCloseTo(inside, within(2e-6f));
        assertThat(resized[(newSide - 1) * newSide]).isCloseTo(lastRow, within(2e-6f));
        assertThat(resized[3 * newSide - 2]).isCloseTo(nearLast, within(2e-6f));
        double total = 0;
        for (float value : resized) {
            total += value;
        }
        assertThat(total).isCloseTo(sum, within(1e-5));
    }

    private static PatchGrid square(int side) {
        return new PatchGrid(side, side);
    }

    @ParameterizedTest
    @CsvSource({"4, 4, 7, 7", "3, 5, 6, 9", "5, 3, 4, 3", "6, 6, 3, 3", "2, 2, 5, 5"})
    void neighboursAndTheClassTokenKeepTheirBias(int rows, int columns, int newRows, int newColumns) {
        PatchGrid from = new PatchGrid(rows, columns);
        PatchGrid to = new PatchGrid(newRows, newColumns);
        float[] table = random(from);
        float[] resized = new RelativePositionInterpolation(from, to).resize(table, HEADS);
        assertThat(resized).hasSize(RelativePositionBias.rows(to) * HEADS);
        for (int row = -1; row <= 1; row++) {
            for (int column = -1; column <= 1; column++) {
                assertThat(at(resized, to, row, column)).isCloseTo(at(table, from, row, column), within(1e-6f));
            }
        }
        assertThat(Arrays.copyOfRange(resized, resized.length - 3 * HEADS, resized.length))
                .isEqualTo(Arrays.copyOfRange(table, table.length - 3 * HEADS, table.length));
    }

    @Test
    void theSameGridGivesTheSameTable() {
        PatchGrid grid = new PatchGrid(3, 5);
        assertThat(new RelativePositionInterpolation(grid, grid).resize(random(grid), HEADS))
                .isEqualTo(random(grid));
    }

    @Test
    void anAxisThatStaysIsNotTouched() {
        PatchGrid from = new PatchGrid(4, 3);
        PatchGrid to = new PatchGrid(6, 3);
        float[] resized = new RelativePositionInterpolation(from, to).resize(random(from), HEADS);
        for (int column = -2; column <= 2; column++) {
            assertThat(at(resized, to, 0, column)).isCloseTo(at(random(from), from, 0, column), within(1e-6f));
        }
    }

    /** From 5 to 8 patches a side, 1 + q + q^2 + q^3 = 7 for a q below the largest ratio. */
    @Test
    void theLargestOffsetGoesToTheLargestOfTheNewGrid() {
        PatchGrid from = square(5);
        PatchGrid to = square(8);
        float[] resized = new RelativePositionInterpolation(from, to).resize(random(from), HEADS);
        assertThat(at(resized, to, 7, -7)).isCloseTo(at(random(from), from, 4, -4), within(1e-4f));
        assertThat(at(resized, to, 0, 7)).isCloseTo(at(random(from), from, 0, 4), within(1e-4f));
    }

    @Test
    void offsetsOutOfReachGetTheBiasOfTheLargest() {
        PatchGrid from = square(3);
        PatchGrid to = square(9);
        float[] resized = new RelativePositionInterpolation(from, to).resize(random(from), HEADS);
        for (int offset = 3; offset <= 8; offset++) {
            assertThat(at(resized, to, offset, 0)).isCloseTo(at(random(from), from, 2, 0), within(1e-6f));
        }
    }

    @ParameterizedTest
    @CsvSource({"5, 9", "7, 4", "4, 20"})
    void aConstantStaysAConstant(int from, int to) {
        float[] table = new float[RelativePositionBias.rows(square(from)) * HEADS];
        Arrays.fill(table, 3);
        float[] resized = new RelativePositionInterpolation(square(from), square(to)).resize(table, HEADS);
        assertThat(resized).usingComparatorWithPrecision(1e-5f).containsOnly(3f);
    }

    @Test
    void aSinglePatchHasOneBiasForAllOffsets() {
        float[] table = {1, 2, 3, 4};
        assertThat(new RelativePositionInterpolation(square(1), square(2)).resize(table, 1))
                .containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3, 4);
    }

    @Test
    void splinesMeetPolynomialsOfTheThirdDegree() {
        double[] places = {-5, -2.5, -1, 0, 1.5, 3, 4};
        CubicSpline spline = new CubicSpline(places);
        for (double at : new double[] {-5, -4.2, -2.5, 0.3, 3.9, 4}) {
            double[] weights = spline.weights(at);
            double sum = 0;
            for (int i = 0; i < places.length; i++) {
                sum += weights[i] * cubic(places[i]);
            }
            assertThat(sum).isCloseTo(cubic(at), within(1e-9));
        }
        assertThat(new CubicSpline(new double[] {-1, 0, 1}).weights(0.5)).containsExactly(-0.125, 0.75, 0.375);
    }

    private static double cubic(double x) {
        return 2 * x * x * x - x * x + 3 * x - 5;
    }

    @Test
    void rejectsATableOfAnotherSize() {
        assertThatThrownBy(() -> new RelativePositionInterpolation(square(2), square(3)).resize(new float[23], HEADS))
                .isInstanceOf(ShapeException.class)
                .hasMessage("RelativePositionInterpolation: expected [12, 2] for a grid of 2 x 2, got 23 values");
    }
}

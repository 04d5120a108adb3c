package io.splitmask.nn.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.nn.PatchGrid;
import io.splitmask.tensor.ShapeException;
import org.junit.jupiter.api.Test;

/** What the stored cases of position tables do not show. */
class PositionTablesTest {
    @Test
    void rowsOfTheInterpolationMatrixSumToOne() {
        PositionInterpolation interpolation = new PositionInterpolation(new PatchGrid(14, 14), new PatchGrid(6, 9));
        float[] matrix = interpolation.matrix();
        assertThat(matrix).hasSize(54 * 196);
        for (int row = 0; row < 54; row++) {
            double sum = 0;
            for (int column = 0; column < 196; column++) {
                sum += matrix[row * 196 + column];
            }
            assertThat(sum).isBetween(1 - 1e-6, 1 + 1e-6);
        }
    }

    @Test
    void aTableOfTheSameGridIsCopied() {
        float[] table = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        PatchGrid grid = new PatchGrid(2, 2);
        assertThat(new PositionInterpolation(grid, grid).resize(table, 2))
                .isEqualTo(table)
                .isNotSameAs(table);
    }

    @Test
    void rejectsATableOfAnotherGridAndAnOddWidth() {
        PositionInterpolation interpolation = new PositionInterpolation(new PatchGrid(2, 2), new PatchGrid(3, 3));
        assertThatThrownBy(() -> interpolation.resize(new float[16], 4))
                .isInstanceOf(ShapeException.class)
                .hasMessageContainingAll("[1, 5, 4]", "2 x 2", "16 values");
        assertThatThrownBy(() -> SinCosPositions.table(new PatchGrid(2, 2), 6, SinCosPositions.Order.ROW_FIRST))
                .hasMessageContaining("multiple of 4, got 6");
    }
}

package io.splitmask.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.splitmask.io.SafetensorsFile;
import io.splitmask.nn.PatchGrid;
import io.splitmask.nn.init.PositionInterpolation;
import io.splitmask.nn.init.SinCosPositions;
import io.splitmask.tensor.ShapeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GoldenPositionTest {
    private final Path folder;

    GoldenPositionTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void sineCosineTablesAreTheStoredOnes() throws IOException {
        HostCase golden = new HostCase("sincos_pos_embed");
        JsonNode tables = golden.json().path("config").path("tables");
        assertThat(tables).hasSize(5);
        try (SafetensorsFile tensors = golden.tensors(folder)) {
            for (JsonNode table : tables) {
                PatchGrid grid = new PatchGrid(
                        table.path("grid_height").intValue(),
                        table.path("grid_width").intValue());
                SinCosPositions.Order order = SinCosPositions.Order.valueOf(
                        table.path("order").textValue().toUpperCase(Locale.ROOT));
                float[] actual = SinCosPositions.table(grid, table.path("dim").intValue(), order);
                String name = "out/" + table.path("name").textValue();
                assertClose(name, actual, tensors.floats(name), golden.json());
            }
        }
    }

    @Test
    void resizedTablesAreTheStoredOnes() throws IOException {
        HostCase golden = new HostCase("pos_embed_interp");
        JsonNode config = golden.json().path("config");
        PatchGrid base = grid(config.path("base_grid"));
        assertThat(config.path("targets")).hasSize(5);
        try (SafetensorsFile tensors = golden.tensors(folder)) {
            float[] table = tensors.floats("in/pos_embed");
            for (JsonNode target : config.path("targets")) {
                PatchGrid grid = grid(target);
                float[] actual = new PositionInterpolation(base, grid)
                        .resize(table, config.path("dim").intValue());
                String name = "out/" + grid.rows() + "x" + grid.columns();
                assertClose(name, actual, tensors.floats(name), golden.json());
            }
            assertThat(new PositionInterpolation(base, base)
                            .resize(table, config.path("dim").intValue()))
                    .isEqualTo(table)
                    .isNotSameAs(table);
        }
    }

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
    void rejectsATableOfAnotherGridAndAnOddWidth() {
        PositionInterpolation interpolation = new PositionInterpolation(new PatchGrid(2, 2), new PatchGrid(3, 3));
        assertThatThrownBy(() -> interpolation.resize(new float[16], 4))
                .isInstanceOf(ShapeException.class)
                .hasMessageContainingAll("[1, 5, 4]", "2 x 2", "16 values");
        assertThatThrownBy(() -> SinCosPositions.table(new PatchGrid(2, 2), 6, SinCosPositions.Order.ROW_FIRST))
                .hasMessageContaining("multiple of 4, got 6");
    }

    private static PatchGrid grid(JsonNode sizes) {
        return new PatchGrid(sizes.path(0).intValue(), sizes.path(1).intValue());
    }

    private static void assertClose(String name, float[] actual, float[] expected, JsonNode golden) {
        JsonNode tolerance = golden.path("tolerances").path("out");
        assertThat(actual).as(name).hasSameSizeAs(expected);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs((double) actual[i] - expected[i]));
        }
        assertThat(difference)
                .as("largest difference of %s", name)
                .isLessThanOrEqualTo(tolerance.path("atol").doubleValue()
                        + tolerance.path("rtol").doubleValue() * largest);
    }
}

package io.splitmask.tck.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.splitmask.nn.Extent;
import io.splitmask.nn.Interpolation;
import io.splitmask.nn.PatchGrid;
import io.splitmask.nn.Resampling;
import io.splitmask.nn.init.PositionInterpolation;
import io.splitmask.nn.init.SinCosPositions;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/** Cases {@code pos_embed_interp*} and {@code sincos_pos_embed*}. */
final class GoldenPositions {
    private GoldenPositions() {}

    /** Resizes the table as an image, on the backend. */
    static void checkInterpolation(GoldenCase golden, Backend backend) {
        PatchGrid from = grid(golden.config().path("base_grid"));
        Tensor table = GoldenTensors.floats(backend, golden, "in/pos_embed");
        Tensor cls = table.slice(1, 0, 1);
        Tensor patches = table.slice(1, 1, 1 + from.numPatches());
        int width = table.dim(2);
        for (JsonNode target : targets(golden)) {
            PatchGrid to = grid(target);
            Tensor image =
                    patches.reshape(1, from.rows(), from.columns(), width).permute(0, 3, 1, 2);
            Tensor resized = Interpolation.of(image, new Extent(to.rows(), to.columns()), Resampling.BICUBIC)
                    .permute(0, 2, 3, 1)
                    .reshape(1, to.numPatches(), width);
            GoldenTensors.check(golden, expected(to), Tensor.concat(List.of(cls, resized), 1));
        }
    }

    /** Resizes the table on the host. */
    static void checkInterpolation(GoldenCase golden) {
        PatchGrid from = grid(golden.config().path("base_grid"));
        GoldenTensor table = golden.tensor("in/pos_embed");
        for (JsonNode target : targets(golden)) {
            PatchGrid to = grid(target);
            golden.assertTensor(
                    expected(to),
                    new PositionInterpolation(from, to)
                            .resize(table.floats(), table.shape().dim(2)));
        }
    }

    static void checkSinCos(GoldenCase golden) {
        JsonNode tables = golden.config().path("tables");
        assertThat(tables).as("%s, tables", golden).isNotEmpty();
        for (JsonNode table : tables) {
            PatchGrid grid = new PatchGrid(
                    table.path("grid_height").intValue(),
                    table.path("grid_width").intValue());
            SinCosPositions.Order order = SinCosPositions.Order.valueOf(
                    table.path("order").textValue().toUpperCase(Locale.ROOT));
            golden.assertTensor(
                    "out/" + table.path("name").textValue(),
                    SinCosPositions.table(grid, table.path("dim").intValue(), order));
        }
    }

    private static JsonNode targets(GoldenCase golden) {
        JsonNode targets = golden.config().path("targets");
        assertThat(targets).as("%s, targets", golden).isNotEmpty();
        return targets;
    }

    private static String expected(PatchGrid grid) {
        return "out/" + grid.rows() + "x" + grid.columns();
    }

    private static PatchGrid grid(JsonNode sizes) {
        return new PatchGrid(sizes.path(0).intValue(), sizes.path(1).intValue());
    }
}

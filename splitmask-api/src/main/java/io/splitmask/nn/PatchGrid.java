package io.splitmask.nn;

import io.splitmask.config.Problems;

/**
 * How patches cover an image: patch (r, c) has index {@code r * columns + c}.
 *
 * @param rows Gh
 * @param columns Gw
 */
public record PatchGrid(int rows, int columns) {
    /** Checks the sizes. */
    public PatchGrid {
        Problems.of("PatchGrid")
                .atLeast(1, "rows", rows)
                .atLeast(1, "columns", columns)
                .require(
                        (long) rows * columns < Integer.MAX_VALUE,
                        "expected fewer than 2^31 - 1 patches, got " + rows + " x " + columns)
                .throwIfAny();
    }

    /** Returns N, the number of patches. */
    public int numPatches() {
        return rows * columns;
    }

    @Override
    public String toString() {
        return rows + " x " + columns;
    }
}

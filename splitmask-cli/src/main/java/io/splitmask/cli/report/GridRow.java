package io.splitmask.cli.report;

import java.util.List;

/**
 * A row of a {@link GridTable}.
 *
 * @param cells texts, the first of them the label
 * @param highlighted whether it is the row that the page is about
 */
public record GridRow(List<String> cells, boolean highlighted) {
    /** Copies the list. */
    public GridRow {
        cells = List.copyOf(cells);
    }
}

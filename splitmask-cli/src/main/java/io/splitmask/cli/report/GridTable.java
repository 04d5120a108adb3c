package io.splitmask.cli.report;

import java.util.List;

/**
 * A table of texts, for results with several measures.
 *
 * @param name what was compared
 * @param explanation how it was measured, one or two plain sentences; may be empty
 * @param columns headings, the first of them that of the labels
 * @param rows as many texts each as there are headings
 */
public record GridTable(String name, String explanation, List<String> columns, List<GridRow> rows) {
    /** Copies the lists and checks that the rows fit. */
    public GridTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        for (GridRow row : rows) {
            if (row.cells().size() != columns.size()) {
                throw new IllegalArgumentException(
                        "table '" + name + "': expected rows of " + columns.size() + " cells, got " + row.cells());
            }
        }
    }
}

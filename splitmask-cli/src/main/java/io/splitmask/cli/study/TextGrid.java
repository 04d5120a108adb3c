package io.splitmask.cli.study;

import io.splitmask.cli.report.GridRow;
import io.splitmask.cli.report.GridTable;
import java.util.ArrayList;
import java.util.List;

/** Writes a table for a terminal: labels to the left, the rest to the right. */
final class TextGrid {
    private TextGrid() {}

    static List<String> lines(GridTable table) {
        List<List<String>> rows = new ArrayList<>(List.of(table.columns()));
        table.rows().stream().map(GridRow::cells).forEach(rows::add);
        int[] widths = new int[table.columns().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - row.get(i).length());
            line.append(i == 0 ? row.get(i) + padding : "  " + padding + row.get(i));
        }
        return line.toString().stripTrailing();
    }
}

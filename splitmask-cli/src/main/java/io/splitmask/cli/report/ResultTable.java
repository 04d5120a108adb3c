package io.splitmask.cli.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table of one measure, with a bar for each row.
 *
 * @param name what was compared
 * @param explanation how it was measured, one or two plain sentences; may be empty
 * @param measure the measure, such as {@code accuracy on 80 images never seen in training}
 * @param unit the unit behind each number, such as {@code %}; may be empty
 * @param maximum the value of a full bar, such as 100
 * @param chance what guessing would reach, drawn as a line; null for none
 * @param rows the rows, in the order shown
 */
public record ResultTable(
        String name,
        String explanation,
        String measure,
        String unit,
        double maximum,
        @Nullable Double chance,
        List<ResultRow> rows) {
    /** Copies the rows and checks that they fit the bar. */
    public ResultTable {
        rows = List.copyOf(rows);
        if (!(maximum > 0) || Double.isInfinite(maximum)) {
            throw new IllegalArgumentException("table '" + name + "': expected a maximum above 0, got " + maximum);
        }
        for (ResultRow row : rows) {
            for (double value : row.values()) {
                if (!(value >= 0 && value <= maximum)) {
                    throw new IllegalArgumentException("table '" + name + "', row '" + row.label()
                            + "': expected values from 0 to " + maximum + ", got " + value);
                }
            }
        }
    }
}

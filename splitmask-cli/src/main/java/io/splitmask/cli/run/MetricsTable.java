package io.splitmask.cli.run;

import io.splitmask.cli.report.LineChart;
import io.splitmask.cli.report.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The numbers of a run as its {@code metrics.csv} holds them.
 *
 * @param columns names, the first is {@code step}
 * @param rows values, one row a step
 */
public record MetricsTable(List<String> columns, List<double[]> rows) {
    public static MetricsTable read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<double[]> rows = new ArrayList<>();
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            rows.add(Arrays.stream(line.split(","))
                    .mapToDouble(Double::parseDouble)
                    .toArray());
        }
        return new MetricsTable(
                lines.isEmpty() ? List.of() : List.of(lines.get(0).split(",")), rows);
    }

    /** Draws columns over the steps; columns that the run does not have are left out. */
    public LineChart chart(String name, String explanation, String yName, List<String> wanted) {
        List<Series> series = wanted.stream()
                .filter(columns::contains)
                .map(column -> new Series(column, column("step"), column(column)))
                .toList();
        return new LineChart(name, explanation, "optimizer steps", yName, series);
    }

    public double[] column(String name) {
        int index = columns.indexOf(name);
        return rows.stream().mapToDouble(row -> row[index]).toArray();
    }
}

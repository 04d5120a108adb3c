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
    /**
     * Reads a run's file.
     *
     * @throws IOException if it cannot be read
     * @throws NumberFormatException if a value is no number
     */
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

    /** Draws columns over the steps. */
    public LineChart chart(String name, String explanation, String yName, List<String> wanted) {
        return chart(name, explanation, yName, wanted, List.of());
    }

    /** Draws columns over the steps. @param levels what they are compared with */
    LineChart chart(String name, String explanation, String yName, List<String> wanted, List<LevelLine> levels) {
        double[] steps = column("step");
        List<Series> series = new ArrayList<>();
        wanted.forEach(column -> series.add(new Series(column, steps, column(column))));
        for (LevelLine level : levels) {
            double[] constant = new double[steps.length];
            Arrays.fill(constant, level.value());
            series.add(new Series(level.name(), steps, constant));
        }
        return new LineChart(name, explanation, "optimizer steps", yName, series);
    }

    /** Returns a column, a value for each row. @param name one of the columns */
    public double[] column(String name) {
        int index = columns.indexOf(name);
        return rows.stream().mapToDouble(row -> row[index]).toArray();
    }
}

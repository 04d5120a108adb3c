package io.splitmask.cli.report;

import java.util.List;

/**
 * Curves over one x axis.
 *
 * @param name what is drawn, such as {@code Loss}
 * @param explanation how to read it, one or two plain sentences; may be empty
 * @param xName name of the x axis, with its unit
 * @param yName name of the y axis, with its unit
 * @param series the curves, at least one, with different names
 * @param logarithmic whether equal steps on the x axis are equal factors; all x are above 0 then
 */
public record LineChart(
        String name, String explanation, String xName, String yName, List<Series> series, boolean logarithmic) {
    /** Copies the list and checks the names. */
    public LineChart {
        series = List.copyOf(series);
        if (series.isEmpty()) {
            throw new IllegalArgumentException("chart '" + name + "': expected one series or more, got none");
        }
        long names = series.stream().map(Series::name).distinct().count();
        if (names != series.size()) {
            throw new IllegalArgumentException("chart '" + name + "': expected series of different names, got "
                    + series.stream().map(Series::name).toList());
        }
    }

    /** Describes a chart with an ordinary x axis. */
    public LineChart(String name, String explanation, String xName, String yName, List<Series> series) {
        this(name, explanation, xName, yName, series, false);
    }

    /** Returns a picture with name and legend, as an SVG document. At least one point must be finite. */
    public byte[] svg() {
        return ChartDrawing.standalone(this);
    }
}

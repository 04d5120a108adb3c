package io.splitmask.cli.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes {@link LineChart}s side by side, each with its legend and what the drawing does not show. */
final class ChartSection {
    private ChartSection() {}

    static void write(HtmlWriter html, List<LineChart> charts) {
        if (charts.isEmpty()) {
            return;
        }
        html.open("section").element("h2", "Curves").open("div", "class", "charts");
        charts.forEach(chart -> figure(html, chart));
        html.close().close();
    }

    private static void figure(HtmlWriter html, LineChart chart) {
        List<Series> curves = ChartDrawing.drawable(chart);
        html.open("figure").element("h3", chart.name());
        if (curves.isEmpty()) {
            html.element("p", "No finite values were recorded.", "class", "note");
        } else {
            drawing(html, chart, curves);
        }
        String caption = (chart.explanation() + " " + remarks(chart)).strip();
        html.element("figcaption", caption, "class", "note").close();
    }

    private static void drawing(HtmlWriter html, LineChart chart, List<Series> curves) {
        String names = curves.stream().map(Series::name).collect(Collectors.joining(", "));
        html.empty(
                "img",
                "src",
                DataUri.svg(ChartDrawing.svg(chart)),
                "width",
                Integer.toString(ChartDrawing.WIDTH),
                "height",
                Integer.toString(ChartDrawing.HEIGHT),
                "alt",
                "Line chart of " + names + " over " + chart.xName());
        if (curves.size() > 1) {
            html.open("p", "class", "legend");
            for (int i = 0; i < curves.size(); i++) {
                String color = String.format(
                        Locale.ROOT, "#%06x", ChartDrawing.color(i).getRGB() & 0xffffff);
                html.open("span")
                        .open("i", "class", "key curve-key", "style", "background:" + color)
                        .close();
                html.text(curves.get(i).name()).close();
            }
            html.close();
        }
    }

    private static String remarks(LineChart chart) {
        int width = ChartDrawing.valuesPerPoint(chart);
        long missing = chart.series().stream()
                .mapToLong(series -> series.x().length - series.finite().x().length)
                .sum();
        String averaged = width == 1 ? "" : "Each point is the mean of " + width + " values. ";
        String left = missing == 0 ? "" : "Values that are not finite and were left out: " + missing + ".";
        return (averaged + left).strip();
    }
}

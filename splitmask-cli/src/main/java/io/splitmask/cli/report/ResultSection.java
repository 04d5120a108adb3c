package io.splitmask.cli.report;

import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a {@link ResultTable}: a bar to the mean, a dot for each seed, a line at chance, and the numbers. */
final class ResultSection {
    private ResultSection() {}

    static void write(HtmlWriter html, ResultTable table) {
        html.open("section").element("h2", table.name());
        if (!table.explanation().isEmpty()) {
            html.element("p", table.explanation(), "class", "note");
        }
        html.open("table", "class", "results").open("thead").open("tr");
        html.element("th", "", "scope", "col").element("th", table.measure(), "scope", "col");
        html.element("th", "mean", "scope", "col", "class", "number");
        html.element("th", "each seed", "scope", "col", "class", "number seeds");
        html.close().close().open("tbody");
        table.rows().forEach(row -> row(html, table, row));
        html.close().close();
        legend(html, table);
        html.close();
    }

    private static void row(HtmlWriter html, ResultTable table, ResultRow row) {
        html.open("tr", "class", row.highlighted() ? "highlighted" : "plain");
        html.element("th", row.label(), "scope", "row");
        html.open("td", "class", "bar").open("div", "class", "track");
        html.open("span", "class", "mean", "style", "width:" + percent(row.mean() / table.maximum()))
                .close();
        if (table.chance() != null) {
            mark(html, "chance", table.chance() / table.maximum());
        }
        if (row.values().size() > 1) {
            row.values().forEach(value -> mark(html, "seed", value / table.maximum()));
        }
        html.close().close();
        html.open("td", "class", "number").element("strong", number(row.mean()));
        html.text(row.values().size() > 1 ? " ± " + number(row.spread()) : "");
        html.text(unit(table)).close();
        html.element(
                "td",
                row.values().stream().map(ResultSection::number).collect(Collectors.joining("  ")),
                "class",
                "number seeds");
        html.close();
    }

    private static void mark(HtmlWriter html, String kind, double fraction) {
        html.open("span", "class", kind, "style", "left:" + percent(fraction)).close();
    }

    private static void legend(HtmlWriter html, ResultTable table) {
        boolean seeds = table.rows().stream().anyMatch(row -> row.values().size() > 1);
        html.open("p", "class", "legend");
        html.open("span").open("i", "class", "key bar-key").close();
        html.text(seeds ? "bar: mean over the seeds" : "bar: the value of the one seed")
                .close();
        if (seeds) {
            html.open("span")
                    .open("i", "class", "key dot-key")
                    .close()
                    .text("dot: one seed")
                    .close();
            html.element("span", "±: standard deviation between seeds");
        }
        if (table.chance() != null) {
            html.open("span").open("i", "class", "key line-key").close();
            html.text("line: guessing (" + number(table.chance()) + unit(table) + ")")
                    .close();
        }
        html.element("span", "full width: " + number(table.maximum()) + unit(table));
        html.close();
    }

    private static String unit(ResultTable table) {
        return table.unit().isEmpty() ? "" : " " + table.unit();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.2f%%", 100 * fraction);
    }
}

package io.splitmask.cli.report;

/** Writes a {@link GridTable}. */
final class GridSection {
    private GridSection() {}

    static void write(HtmlWriter html, GridTable table) {
        html.open("section").element("h2", table.name());
        if (!table.explanation().isEmpty()) {
            html.element("p", table.explanation(), "class", "note");
        }
        html.open("div", "class", "wide").open("table", "class", "results grid");
        html.open("thead").open("tr");
        for (int i = 0; i < table.columns().size(); i++) {
            html.element("th", table.columns().get(i), "scope", "col", "class", i == 0 ? "label" : "number");
        }
        html.close().close().open("tbody");
        table.rows().forEach(row -> row(html, row));
        html.close().close().close().close();
    }

    private static void row(HtmlWriter html, GridRow row) {
        html.open("tr", "class", row.highlighted() ? "highlighted" : "plain");
        html.element("th", row.cells().get(0), "scope", "row");
        row.cells().stream().skip(1).forEach(cell -> html.element("td", cell, "class", "number"));
        html.close();
    }
}

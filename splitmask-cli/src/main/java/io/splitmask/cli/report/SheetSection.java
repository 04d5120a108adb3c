package io.splitmask.cli.report;

/** Writes a row of a {@link ContactSheet}: the picture that was asked about, then what was found. */
final class SheetSection {
    private SheetSection() {}

    static void write(HtmlWriter html, ContactSheet.Row row) {
        html.open("section").element("h2", shortName(row.query().name()));
        html.open("div", "class", "sheet");
        tile(html, row.query(), "tile asked");
        row.found().forEach(found -> tile(html, found, "tile"));
        html.close();
        if (row.found().isEmpty()) {
            html.element("p", "There is no other image.", "class", "note");
        }
        html.close();
    }

    private static void tile(HtmlWriter html, ContactSheet.Tile tile, String kind) {
        html.open("figure", "class", kind, "title", tile.name());
        html.empty("img", "src", DataUri.png(tile.image()), "alt", tile.name());
        html.open("figcaption").element("strong", tile.note()).element("span", shortName(tile.name()));
        html.close().close();
    }

    /** The end of a path says most; the whole is the title of the picture. */
    private static String shortName(String name) {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }
}

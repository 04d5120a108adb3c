package io.splitmask.cli.report;

import io.splitmask.eval.ConfusionMatrix;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Writes {@link ClassResults}: the confusion matrix as a picture, and the classes with the lowest accuracy first. */
final class ClassSection {
    private static final int MAX_ROWS = 25;

    private ClassSection() {}

    static void write(HtmlWriter html, ClassResults results) {
        html.open("section").element("h2", "By class");
        html.element("p", results.explanation(), "class", "note");
        html.open("figure", "class", "confusion");
        ConfusionDrawing.write(html, results);
        html.element(
                "figcaption",
                "Rows: true classes. Columns: what the images were taken for. Darker: a larger share of the row. "
                        + "Blue: recognised. Orange: mistaken."
                        + (results.names().size() > ConfusionPicture.MAX_CELLS
                                ? " Neighbouring classes share a cell, for there are "
                                        + results.names().size() + "."
                                : ""),
                "class",
                "note");
        html.close();
        table(html, results);
        html.close();
    }

    private static void table(HtmlWriter html, ClassResults results) {
        ConfusionMatrix matrix = results.confusion();
        List<Integer> tested = IntStream.range(0, matrix.classes())
                .boxed()
                .filter(label -> matrix.images(label) > 0)
                .sorted(Comparator.comparingDouble(matrix::accuracy))
                .toList();
        html.open("table", "class", "results classes").open("thead").open("tr");
        html.element("th", "lowest accuracy first", "scope", "col").element("th", "accuracy", "scope", "col");
        html.element("th", "", "scope", "col").element("th", "images", "scope", "col", "class", "number");
        html.element("th", "mostly mistaken for", "scope", "col");
        html.close().close().open("tbody");
        tested.stream().limit(MAX_ROWS).forEach(label -> row(html, results, label));
        html.close().close();
        if (tested.size() > MAX_ROWS) {
            html.element("p", "The other " + (tested.size() - MAX_ROWS) + " classes are better.", "class", "note");
        }
    }

    private static void row(HtmlWriter html, ClassResults results, int label) {
        ConfusionMatrix matrix = results.confusion();
        String percent = String.format(Locale.ROOT, "%.1f", 100 * matrix.accuracy(label));
        html.open("tr", "class", "plain");
        html.element("th", results.names().get(label), "scope", "row");
        html.open("td", "class", "bar").open("div", "class", "track");
        html.open("span", "class", "mean", "style", "width:" + percent + "%").close();
        html.close().close();
        html.element("td", percent + " %", "class", "number");
        html.element("td", Integer.toString(matrix.images(label)), "class", "number");
        html.element("td", mistakenFor(results, label));
        html.close();
    }

    private static String mistakenFor(ClassResults results, int label) {
        return results.confusion()
                .commonestMistake(label)
                .map(mistake -> results.names().get(mistake.predicted()) + " (" + mistake.count() + ")")
                .orElse("");
    }
}

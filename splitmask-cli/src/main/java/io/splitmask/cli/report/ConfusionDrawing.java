package io.splitmask.cli.report;

import io.splitmask.data.Image;
import io.splitmask.eval.ConfusionMatrix;
import java.util.List;
import java.util.Locale;

/** Puts a {@link ConfusionPicture} on the page, with the names of the classes around it where they fit. */
final class ConfusionDrawing {
    private static final int MAX_NAMES = 40;
    private static final int MAX_COUNTS = 25;
    private static final int LONGEST_NAME = 18;
    /** What names begin with is often the same, what they end with is not. */
    private static final int KEPT_START = 7;

    /** Units of the drawing, of which a cell has ten. */
    private static final int CELL = 10;

    private static final int MARGIN = 54;

    private ConfusionDrawing() {}

    static void write(HtmlWriter html, ClassResults results) {
        ConfusionMatrix matrix = results.confusion();
        Image picture = ConfusionPicture.of(matrix);
        int side = CELL * ConfusionPicture.cells(matrix.classes());
        boolean named = matrix.classes() <= MAX_NAMES;
        int margin = named ? MARGIN : 0;
        html.open(
                "svg",
                "viewBox",
                "0 0 " + (margin + side) + " " + (margin + side),
                "role",
                "img",
                "aria-label",
                "Confusion matrix of " + matrix.classes() + " classes");
        html.open(
                        "image",
                        "href",
                        DataUri.png(picture),
                        "x",
                        Integer.toString(margin),
                        "y",
                        Integer.toString(margin),
                        "width",
                        Integer.toString(side),
                        "height",
                        Integer.toString(side))
                .close();
        if (named) {
            names(html, results.names());
        }
        if (matrix.classes() <= MAX_COUNTS) {
            matrix.forEach((label, predicted, count) -> count(html, matrix, label, predicted, count));
        }
        html.close();
    }

    private static void names(HtmlWriter html, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            String middle = String.format(Locale.ROOT, "%.1f", MARGIN + CELL * (i + 0.68));
            String edge = Integer.toString(MARGIN - 2);
            html.element("text", shortened(names.get(i)), "x", edge, "y", middle, "text-anchor", "end");
            html.element(
                    "text",
                    shortened(names.get(i)),
                    "x",
                    "0",
                    "y",
                    "0",
                    "transform",
                    "translate(" + middle + " " + edge + ") rotate(-90)");
        }
    }

    private static void count(HtmlWriter html, ConfusionMatrix matrix, int label, int predicted, int count) {
        boolean dark = 2 * count > matrix.images(label);
        html.element(
                "text",
                Integer.toString(count),
                "class",
                dark ? "on-dark" : "on-light",
                "x",
                String.format(Locale.ROOT, "%.1f", MARGIN + CELL * (predicted + 0.5)),
                "y",
                String.format(Locale.ROOT, "%.1f", MARGIN + CELL * (label + 0.68)),
                "text-anchor",
                "middle");
    }

    private static String shortened(String name) {
        if (name.length() <= LONGEST_NAME) {
            return name;
        }
        int end = name.length() - (LONGEST_NAME - KEPT_START - 1);
        return name.substring(0, KEPT_START) + "…" + name.substring(end);
    }
}

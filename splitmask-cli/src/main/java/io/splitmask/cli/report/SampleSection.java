package io.splitmask.cli.report;

import io.splitmask.data.Image;
import java.util.stream.Collectors;

/** Writes {@link MaskedSamples}: for each image a row of four pictures and what to see in them. */
final class SampleSection {
    private SampleSection() {}

    static void write(HtmlWriter html, MaskedSamples samples) {
        html.open("section").element("h2", "What the model fills in");
        html.element("p", introduction(samples), "class", "note");
        html.open("p", "class", "legend");
        html.open("span")
                .open("i", "class", "key hidden-key")
                .close()
                .text("hidden from the model")
                .close();
        html.open("span")
                .open("i", "class", "key exact-key")
                .close()
                .text("exactly the right word")
                .close();
        html.open("span")
                .open("i", "class", "key other-key")
                .close()
                .text("another word")
                .close();
        html.close().open("div", "class", "samples");
        samples.samples().forEach(sample -> row(html, samples, sample));
        html.close().close();
    }

    private static String introduction(MaskedSamples samples) {
        return "Each image is cut into square patches. One branch of the model sees only some of them and names, for "
                + "each hidden patch, one of " + samples.words().size() + " visual words; its picture is pasted in. "
                + "The last column pastes in the true words: no prediction can look better. Over these images "
                + samples.exact() + " of " + samples.hidden()
                + " hidden patches got exactly the right word; always naming "
                + "the commonest word would get " + mostCommon(samples) + ".";
    }

    /** Counts the word that most hidden patches carry: white, in pictures on white. */
    private static long mostCommon(MaskedSamples samples) {
        return samples.samples().stream()
                .flatMap(sample -> sample.hidden().stream())
                .collect(Collectors.groupingBy(HiddenPatch::trueWord, Collectors.counting()))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    private static void row(HtmlWriter html, MaskedSamples samples, MaskedSample sample) {
        PatchPainter painter = new PatchPainter(samples.patchSize());
        Image predicted = painter.painted(sample, samples.words(), HiddenPatch::predictedWord);
        Image perfect = painter.painted(sample, samples.words(), HiddenPatch::trueWord);
        html.open("div", "class", "sample");
        picture(html, sample.image(), "Original", sample);
        picture(html, painter.seen(sample), "What the model sees", sample);
        html.open("figure").open("div", "class", "picture");
        image(html, predicted, "What it fills in", sample);
        marks(html, samples.patchSize(), sample);
        html.close().element("figcaption", "What it fills in").close();
        picture(html, perfect, "Perfect answer", sample);
        caption(html, sample);
        html.close();
    }

    private static void caption(HtmlWriter html, MaskedSample sample) {
        html.open("div", "class", "caption").element("strong", sample.name());
        if (!sample.description().isEmpty()) {
            html.element("span", sample.description());
        }
        html.element("span", sample.exact() + " of " + sample.hidden().size() + " hidden patches exactly right");
        html.close();
    }

    private static void picture(HtmlWriter html, Image image, String caption, MaskedSample sample) {
        html.open("figure").open("div", "class", "picture");
        image(html, image, caption, sample);
        html.close().element("figcaption", caption).close();
    }

    private static void image(HtmlWriter html, Image image, String what, MaskedSample sample) {
        html.empty(
                "img",
                "src",
                DataUri.png(image),
                "width",
                Integer.toString(image.width()),
                "height",
                Integer.toString(image.height()),
                "alt",
                sample.name() + ": " + what);
    }

    /** Puts a dot into the corner of each filled patch, in units of patches. */
    private static void marks(HtmlWriter html, int patchSize, MaskedSample sample) {
        int columns = sample.image().width() / patchSize;
        int rows = sample.image().height() / patchSize;
        html.open("svg", "viewBox", "0 0 " + columns + " " + rows, "aria-hidden", "true");
        for (HiddenPatch hidden : sample.hidden()) {
            String x = hidden.patch() % columns + ".84";
            String y = hidden.patch() / columns + ".84";
            String kind = hidden.exact() ? "exact" : "other";
            html.open("circle", "class", kind, "cx", x, "cy", y, "r", ".13").close();
        }
        html.close();
    }
}

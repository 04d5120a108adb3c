package io.splitmask.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The frame of every page: one HTML file without scripts, links or any other file. */
final class Page {
    private Page() {}

    /** Returns a page. @param body writes what is in it */
    static String of(String title, Consumer<HtmlWriter> body) {
        HtmlWriter html = new HtmlWriter();
        html.open("html", "lang", "en").open("head");
        html.empty("meta", "charset", "utf-8");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.element("title", title);
        html.style(styleSheet()).close();
        html.open("body").open("main");
        body.accept(html);
        return html.close().close().close().document();
    }

    private static String styleSheet() {
        try (InputStream css = Page.class.getResourceAsStream("report.css")) {
            if (css == null) {
                throw new IllegalStateException("report.css is missing from the splitmask-cli jar; build it again");
            }
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read report.css from the splitmask-cli jar", e);
        }
    }
}

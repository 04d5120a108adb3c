package io.splitmask.cli.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Renders a {@link RunReport} or a {@link ContactSheet} as one HTML file without scripts, links or any other file: it can be mailed, archived and
 * printed. All text is escaped.
 */
public final class ReportWriter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm zzz", Locale.ENGLISH);

    private ReportWriter() {}

    /**
     * Writes the page as UTF-8, replacing the file.
     *
     * @throws IOException if the file cannot be written
     */
    public static void write(RunReport report, Path file) throws IOException {
        Files.writeString(file, html(report), StandardCharsets.UTF_8);
    }

    /**
     * Writes a page of pictures as UTF-8, replacing the file.
     *
     * @throws IOException if the file cannot be written
     */
    public static void write(ContactSheet sheet, Path file) throws IOException {
        Files.writeString(file, html(sheet), StandardCharsets.UTF_8);
    }

    /** Returns the page. */
    public static String html(RunReport report) {
        return Page.of(report.title(), html -> {
            header(html, report);
            report.grids().forEach(table -> GridSection.write(html, table));
            report.results().forEach(table -> ResultSection.write(html, table));
            if (report.samples() != null && !report.samples().samples().isEmpty()) {
                SampleSection.write(html, report.samples());
            }
            ChartSection.write(html, report.charts());
            if (report.classes() != null) {
                ClassSection.write(html, report.classes());
            }
            settings(html, report);
        });
    }

    /** Returns the page. */
    public static String html(ContactSheet sheet) {
        return Page.of(sheet.title(), html -> {
            html.open("header");
            html.element("p", "SplitMask", "class", "kicker");
            html.element("h1", sheet.title());
            html.element("p", sheet.summary(), "class", "summary");
            html.close();
            sheet.rows().forEach(row -> SheetSection.write(html, row));
        });
    }

    private static void header(HtmlWriter html, RunReport report) {
        RunEnvironment run = report.environment();
        html.open("header");
        html.element("p", "SplitMask · " + TIME.format(run.started()), "class", "kicker");
        html.element("h1", report.title());
        report.summary().forEach(sentence -> html.element("p", sentence, "class", "summary"));
        if (!report.figures().isEmpty()) {
            html.open("div", "class", "figures");
            for (KeyFigure figure : report.figures()) {
                html.open("div", "class", "figure");
                html.element("strong", figure.value())
                        .element("span", figure.label())
                        .close();
            }
            html.close();
        }
        html.close();
    }

    private static void settings(HtmlWriter html, RunReport report) {
        RunEnvironment run = report.environment();
        html.open("section", "class", "facts");
        if (!report.settings().isEmpty()) {
            html.open("div").element("h2", "Settings").open("dl");
            report.settings().forEach(setting -> fact(html, setting.name(), setting.value()));
            html.close().close();
        }
        html.open("div").element("h2", "Environment").open("dl");
        fact(html, "engine", run.engine());
        fact(html, "device", run.device());
        fact(html, "seed", Long.toString(run.seed()));
        fact(html, "started", TIME.format(run.started()));
        fact(html, "took", spoken(run.took()));
        run.versions().forEach(version -> fact(html, version.name(), version.value()));
        html.close().close().close();
    }

    private static void fact(HtmlWriter html, String name, String value) {
        html.open("div").element("dt", name).element("dd", value).close();
    }

    private static String spoken(Duration time) {
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        return time.toMinutes() > 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : time.toSeconds() + " s";
    }
}

package io.splitmask.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.data.Image;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportWriterTest {
    private static final String ATTACK = "<script>alert('x')</script> & \"quoted\"";

    @Test
    void pageNeedsNothingButItself(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("report.html");
        ReportWriter.write(SampleReport.create(), file);
        String html = Files.readString(file);
        assertThat(html).startsWith("<!DOCTYPE html>").doesNotContain("<script", "<link", "@import", "http:", "https:");
        Matcher sources =
                Pattern.compile("(?:src|href|url)\\s*[=(]\\s*\"?([^\"]{0,30})").matcher(html);
        assertThat(sources.results().map(found -> found.group(1)))
                .hasSize(34)
                .allMatch(s -> s.startsWith("data:image/"));
    }

    @Test
    void pageShowsEverySectionInReadingOrder() {
        String withoutPictures = ReportWriter.html(SampleReport.create()).replaceAll("data:image/[^\"]*", "");
        assertThat(withoutPictures)
                .containsSubsequence(
                        "Pre-training on 240 unlabelled photos",
                        "+14.2 points",
                        "From scratch or pre-trained?",
                        "What the model fills in",
                        "photo-8.jpg",
                        "Curves",
                        "Learning rate",
                        "weight decay",
                        "djl: PyTorch 2.7.1",
                        "4 min 12 s");
    }

    @Test
    void everyTextIsEscaped() {
        Image image = new Image(2, 2, new byte[12]);
        RunReport report = new RunReport(
                ATTACK,
                List.of(ATTACK),
                List.of(new KeyFigure(ATTACK, ATTACK)),
                List.of(new ResultTable(
                        ATTACK, ATTACK, ATTACK, ATTACK, 1, .5, List.of(new ResultRow(ATTACK, List.of(.5, .6), true)))),
                new MaskedSamples(
                        1,
                        List.of(image),
                        List.of(new MaskedSample(ATTACK, ATTACK, image, List.of(new HiddenPatch(0, 0, 0))))),
                List.of(new LineChart(
                        ATTACK, ATTACK, ATTACK, ATTACK, List.of(series(ATTACK, 1, 2), series("b", 3, 4)))),
                List.of(new Setting(ATTACK, ATTACK)),
                environment(List.of(new Setting(ATTACK, ATTACK)), ATTACK));
        assertThat(ReportWriter.html(report))
                .doesNotContain("<script", "alert('x')", "\"quoted\"")
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quoted&quot;");
    }

    @Test
    void picturesOfASheetHaveTheirNamesEscaped() {
        Image image = new Image(2, 2, new byte[12]);
        ContactSheet.Tile tile = new ContactSheet.Tile(image, "/photos/" + ATTACK + ".png", ATTACK);
        ContactSheet sheet = new ContactSheet(
                ATTACK,
                ATTACK,
                List.of(
                        new ContactSheet.Row(tile, List.of(tile, tile)),
                        new ContactSheet.Row(new ContactSheet.Tile(image, "C:\\photos\\cat.png", "query"), List.of())));
        assertThat(ReportWriter.html(sheet))
                .startsWith("<!DOCTYPE html>")
                .doesNotContain("<script", "alert('x')", "\"quoted\"", "<link", "http:", "https:")
                .contains("&lt;script&gt;alert(&#39;x&#39;)", "<h2>cat.png</h2>", "There is no other image.")
                .contains("title=\"/photos/&lt;script&gt;");
    }

    @Test
    void emptySectionsAreLeftOut() {
        RunReport report = new RunReport(
                "t", List.of(), List.of(), List.of(), null, List.of(), List.of(), environment(List.of(), "e"));
        assertThat(ReportWriter.html(report))
                .contains("<h2>Environment</h2>")
                .doesNotContain("<h2>Settings", "<h2>Curves", "What the model fills in", "<table", "<img");
    }

    @Test
    void barEndsAtTheMeanAndEverySeedIsADot() {
        ResultTable table = new ResultTable(
                "t", "", "accuracy", "%", 50, 5.0, List.of(new ResultRow("row", List.of(10.0, 20.0, 30.0), false)));
        assertThat(html(table))
                .contains("class=\"mean\" style=\"width:40.00%\"", "class=\"chance\" style=\"left:10.00%\"")
                .contains("class=\"seed\" style=\"left:20.00%\"", "left:40.00%", "left:60.00%")
                .contains("<strong>20.0</strong>\n ± 10.0 %");
    }

    @Test
    void aSingleSeedHasNoSpread() {
        ResultTable table =
                new ResultTable("t", "", "accuracy", "%", 100, null, List.of(new ResultRow("r", List.of(7.25), true)));
        assertThat(html(table))
                .contains("<strong>7.3</strong>\n %", "bar: the value of the one seed")
                .doesNotContain("±", "class=\"seed\"", "guessing");
    }

    @Test
    void curvesThatDivergedAreDrawnAsFarAsTheyGoAndSaySo() {
        LineChart chart = new LineChart(
                "Loss", "", "step", "loss", List.of(series("total", 3, 2, Double.NaN, Double.POSITIVE_INFINITY)));
        assertThat(html(chart)).contains("data:image/svg+xml", "Values that are not finite and were left out: 2.");
    }

    @Test
    void aChartWithoutFiniteValuesSaysSo() {
        LineChart chart = new LineChart("Loss", "", "step", "loss", List.of(series("total", Double.NaN)));
        assertThat(html(chart)).contains("No finite values were recorded.").doesNotContain("data:image/svg+xml");
    }

    @Test
    void longCurvesAreAveragedAndSaySo() {
        double[] y = IntStream.range(0, 3 * ChartDrawing.MAX_POINTS)
                .mapToDouble(i -> i)
                .toArray();
        LineChart chart = new LineChart("Loss", "", "step", "loss", List.of(series("total", y)));
        assertThat(html(chart)).contains("Each point is the mean of 3 values.");
        Series drawn = ChartDrawing.drawable(chart).get(0);
        assertThat(drawn.y()).hasSize(ChartDrawing.MAX_POINTS).startsWith(1, 4, 7);
    }

    private static String html(ResultTable table) {
        return ReportWriter.html(new RunReport(
                "t", List.of(), List.of(), List.of(table), null, List.of(), List.of(), environment(List.of(), "e")));
    }

    private static String html(LineChart chart) {
        return ReportWriter.html(new RunReport(
                "t", List.of(), List.of(), List.of(), null, List.of(chart), List.of(), environment(List.of(), "e")));
    }

    private static Series series(String name, double... y) {
        return new Series(name, IntStream.range(0, y.length).mapToDouble(i -> i).toArray(), y);
    }

    private static RunEnvironment environment(List<Setting> versions, String engine) {
        ZonedDateTime started = ZonedDateTime.of(2026, 3, 14, 15, 9, 0, 0, ZoneId.of("UTC"));
        return new RunEnvironment(engine, engine, 1, started, Duration.ofMinutes(61), versions);
    }
}

package io.splitmask.cli.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a page shows, top to bottom. Empty lists leave their section out.
 *
 * @param title what was run, such as {@code Pre-training helps: vit_micro on 240 photos}
 * @param summary sentences for a reader who reads nothing else
 * @param figures the few numbers that matter most
 * @param grids tables of several measures
 * @param results tables of one measure each
 * @param classes how well each class was told from the others; null if the run tells none apart
 * @param samples what the model predicted for hidden patches; null if the run has none
 * @param charts curves over training
 * @param settings what the run was asked to do
 * @param environment where and when it ran
 */
public record RunReport(
        String title,
        List<String> summary,
        List<KeyFigure> figures,
        List<GridTable> grids,
        List<ResultTable> results,
        @Nullable ClassResults classes,
        @Nullable MaskedSamples samples,
        List<LineChart> charts,
        List<Setting> settings,
        RunEnvironment environment) {
    /** Copies the lists. */
    public RunReport {
        summary = List.copyOf(summary);
        figures = List.copyOf(figures);
        grids = List.copyOf(grids);
        results = List.copyOf(results);
        charts = List.copyOf(charts);
        settings = List.copyOf(settings);
    }

    /** Describes a page without tables of several measures and results by class. */
    public RunReport(
            String title,
            List<String> summary,
            List<KeyFigure> figures,
            List<ResultTable> results,
            @Nullable MaskedSamples samples,
            List<LineChart> charts,
            List<Setting> settings,
            RunEnvironment environment) {
        this(title, summary, figures, List.of(), results, null, samples, charts, settings, environment);
    }

    /** Returns the same page with tables of several measures. */
    public RunReport withGrids(List<GridTable> tables) {
        return new RunReport(title, summary, figures, tables, results, classes, samples, charts, settings, environment);
    }

    /** Returns the same page with results by class. */
    public RunReport withClasses(ClassResults found) {
        return new RunReport(title, summary, figures, grids, results, found, samples, charts, settings, environment);
    }
}

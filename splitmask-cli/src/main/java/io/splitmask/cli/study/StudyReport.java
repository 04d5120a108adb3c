package io.splitmask.cli.study;

import io.splitmask.cli.report.KeyFigure;
import io.splitmask.cli.report.ResultRow;
import io.splitmask.cli.report.ResultTable;
import io.splitmask.cli.report.RunEnvironment;
import io.splitmask.cli.report.RunReport;
import io.splitmask.cli.report.Sample;
import io.splitmask.cli.run.RunReports;
import io.splitmask.train.RunConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The page that a study ends with. */
final class StudyReport {
    private static final double WHOLE = 100;
    /** Rows of which each has its number in large type. */
    private static final int MOST_FIGURES = 6;

    private StudyReport() {}

    static RunReport of(StudyOutcome study, RunConfig config, RunEnvironment environment) {
        StudyPlan plan = study.file().plan();
        List<String> summary = new ArrayList<>();
        if (!plan.description().isEmpty()) {
            summary.add(plan.description());
        }
        summary.addAll(study.notes());
        for (StudyRow row : study.rows()) {
            row.failures().forEach(failure -> summary.add(study.label(row) + " stopped: " + failure));
        }
        List<ResultTable> bars = new ArrayList<>();
        bars(study, "Fine-tuned", StudyRow::finetuned).ifPresent(bars::add);
        bars(study, "Linear probe of the last block", StudyRow::lastBlock).ifPresent(bars::add);
        return new RunReport(
                        plan.title(),
                        summary,
                        figures(study),
                        bars,
                        null,
                        StudyCharts.of(study),
                        RunReports.settings(config),
                        environment)
                .withGrids(List.of(StudyTable.besidePaper(study)));
    }

    private static List<KeyFigure> figures(StudyOutcome study) {
        List<KeyFigure> figures = new ArrayList<>();
        figures.add(new KeyFigure(String.format(Locale.ROOT, "%.1f min", study.minutes()), "of all runs together"));
        for (StudyRow row : study.rows()) {
            Optional<Sample> measure = study.settings().finetunes() ? row.finetuned() : row.lastBlock();
            if (measure.isPresent() && study.rows().size() <= MOST_FIGURES) {
                figures.add(new KeyFigure(
                        String.format(Locale.ROOT, "%.1f %%", measure.get().mean()), study.label(row)));
            }
        }
        return figures;
    }

    private static Optional<ResultTable> bars(
            StudyOutcome study, String name, Function<StudyRow, Optional<Sample>> measure) {
        List<ResultRow> rows = new ArrayList<>();
        for (StudyRow row : study.rows()) {
            measure.apply(row)
                    .ifPresent(sample -> rows.add(new ResultRow(
                            study.label(row),
                            sample.values(),
                            row.cell().method().method().equals("splitmask"))));
        }
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new ResultTable(
                        name,
                        "",
                        "top-1 accuracy on " + study.testImages() + " test images",
                        "%",
                        WHOLE,
                        study.chance(),
                        rows));
    }
}

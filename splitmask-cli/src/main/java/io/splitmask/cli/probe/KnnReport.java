package io.splitmask.cli.probe;

import io.splitmask.cli.report.ClassResults;
import io.splitmask.cli.report.KeyFigure;
import io.splitmask.cli.report.ResultRow;
import io.splitmask.cli.report.ResultTable;
import io.splitmask.cli.report.RunReport;
import io.splitmask.cli.run.RunReports;
import io.splitmask.spi.Backend;
import io.splitmask.train.RunConfig;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;

/** Tells what nearest neighbours gave. */
final class KnnReport {
    private KnnReport() {}

    static RunReport of(KnnOutcome outcome, RunConfig config, Backend backend, ZonedDateTime started) {
        String network = outcome.trained() ? "The network has pre-trained weights" : "The network has random weights";
        List<ResultRow> rows = outcome.results().entrySet().stream()
                .map(result -> new ResultRow(
                        result.getKey() + " neighbours",
                        List.of(100 * result.getValue().top1()),
                        result.getKey() == outcome.best()))
                .toList();
        return new RunReport(
                        "Nearest neighbours among " + outcome.trainImages() + " labelled images",
                        List.of(network
                                + "; nothing was trained here. A test image gets the class for which its nearest training "
                                + "images vote, the more similar with more votes."),
                        List.of(
                                new KeyFigure(
                                        percent(outcome.bestResult().top1()),
                                        "top-1 accuracy, " + outcome.best() + " neighbours"),
                                new KeyFigure(
                                        percent(outcome.bestResult().top5()),
                                        "top-5 accuracy, " + outcome.best() + " neighbours")),
                        List.of(new ResultTable(
                                "Accuracy",
                                "",
                                "top-1 accuracy on " + outcome.bestResult().labelled() + " test images",
                                "%",
                                100,
                                100.0 / outcome.classes().size(),
                                rows)),
                        null,
                        List.of(),
                        RunReports.settings(config),
                        RunReports.environment(backend, config, started))
                .withClasses(new ClassResults(
                        "What " + outcome.best() + " neighbours take the test images for.",
                        outcome.classes(),
                        outcome.confusion()));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}

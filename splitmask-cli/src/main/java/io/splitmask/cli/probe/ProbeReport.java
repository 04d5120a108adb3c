package io.splitmask.cli.probe;

import io.splitmask.cli.report.ClassResults;
import io.splitmask.cli.report.KeyFigure;
import io.splitmask.cli.report.LineChart;
import io.splitmask.cli.report.ResultRow;
import io.splitmask.cli.report.ResultTable;
import io.splitmask.cli.report.RunReport;
import io.splitmask.cli.report.Series;
import io.splitmask.cli.run.RunReports;
import io.splitmask.spi.Backend;
import io.splitmask.train.RunConfig;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Tells what linear probes found. */
final class ProbeReport {
    private ProbeReport() {}

    static RunReport of(ProbeOutcome outcome, RunConfig config, Backend backend, ZonedDateTime started) {
        BlockProbe best = outcome.best();
        List<KeyFigure> figures = new ArrayList<>(List.of(
                new KeyFigure(percent(outcome.last().top1()), "top-1 accuracy, last block"),
                new KeyFigure(percent(outcome.last().top5()), "top-5 accuracy, last block")));
        if (outcome.probes().size() > 1) {
            figures.add(new KeyFigure(percent(best.top1()), "top-1 accuracy, block " + best.block() + ", the best"));
        }
        return new RunReport(
                        "Linear probe on " + outcome.trainImages() + " labelled images",
                        summary(outcome),
                        figures,
                        List.of(table(outcome)),
                        null,
                        charts(outcome),
                        RunReports.settings(config),
                        RunReports.environment(backend, config, started))
                .withClasses(new ClassResults(
                        "What the classifier on block " + best.block() + " takes the test images for.",
                        outcome.classes(),
                        outcome.confusion()));
    }

    private static List<String> summary(ProbeOutcome outcome) {
        String network = outcome.trained() ? "The network has pre-trained weights" : "The network has random weights";
        ProbeTrainer trainer = outcome.plan().trainer();
        String choice = trainer.choices().size() > 1
                ? " " + trainer.words().settings() + " were chosen on every fifth training image, not on test images."
                : "";
        List<String> summary = new ArrayList<>(List.of(network + " and was left as it is; only " + trainer.account()
                + ", on images that were not augmented." + choice));
        outcome.remark().ifPresent(remark -> summary.add("Of the classifiers, " + remark + "."));
        if (outcome.probes().size() > 1) {
            summary.add("The best block is the best on the test images, which flatters it a little.");
        }
        return summary;
    }

    private static ResultTable table(ProbeOutcome outcome) {
        BlockProbe best = outcome.best();
        List<ResultRow> rows = outcome.probes().stream()
                .map(probe -> new ResultRow(
                        outcome.plan().eachBlock() ? "block " + probe.block() : "features of the last block or blocks",
                        List.of(100 * probe.top1()),
                        probe == best))
                .toList();
        return new ResultTable(
                "Accuracy",
                "",
                "top-1 accuracy on " + outcome.testImages() + " test images",
                "%",
                100,
                100.0 / outcome.classes().size(),
                rows);
    }

    private static List<LineChart> charts(ProbeOutcome outcome) {
        List<LineChart> charts = new ArrayList<>();
        if (outcome.probes().size() > 1) {
            double[] blocks =
                    outcome.probes().stream().mapToDouble(BlockProbe::block).toArray();
            double[] chance = new double[blocks.length];
            Arrays.fill(chance, 100.0 / outcome.classes().size());
            charts.add(new LineChart(
                    "Accuracy by block",
                    "How much of the classes can be read off what each block makes of the images.",
                    "block",
                    "%",
                    List.of(
                            new Series("top-1", blocks, percents(outcome, BlockProbe::top1)),
                            new Series("top-5", blocks, percents(outcome, BlockProbe::top5)),
                            new Series("guessing, top-1", blocks, chance))));
        }
        double[] byEpoch = outcome.best().result().topOneByEpoch().stream()
                .mapToDouble(share -> 100 * share)
                .toArray();
        String pass = outcome.plan().trainer().words().pass();
        charts.add(new LineChart(
                "Accuracy by " + pass,
                "Of the classifier on block " + outcome.best().block() + ", on the test images.",
                pass,
                "%",
                List.of(new Series(
                        "top-1",
                        IntStream.rangeClosed(1, byEpoch.length)
                                .mapToDouble(number -> number)
                                .toArray(),
                        byEpoch))));
        return charts;
    }

    private static double[] percents(ProbeOutcome outcome, ToDoubleFunction<BlockProbe> share) {
        return outcome.probes().stream()
                .mapToDouble(probe -> 100 * share.applyAsDouble(probe))
                .toArray();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}

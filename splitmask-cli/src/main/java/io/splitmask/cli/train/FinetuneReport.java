package io.splitmask.cli.train;

import io.splitmask.cli.report.ClassResults;
import io.splitmask.cli.report.KeyFigure;
import io.splitmask.cli.report.ResultRow;
import io.splitmask.cli.report.ResultTable;
import io.splitmask.cli.report.RunReport;
import io.splitmask.cli.run.ClassFiles;
import io.splitmask.cli.run.FinetunePlan;
import io.splitmask.cli.run.MetricsTable;
import io.splitmask.cli.run.RunReports;
import io.splitmask.datasets.LabelledSplits;
import io.splitmask.eval.ConfusionMatrix;
import io.splitmask.eval.Evaluation;
import io.splitmask.nn.Pooling;
import io.splitmask.spi.Backend;
import io.splitmask.train.RunConfig;
import io.splitmask.train.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Tells what fine-tuning gave.
 *
 * @param images that were trained and tested on
 * @param plan what was done
 * @param pretrained whether the start were weights of a file
 * @param test accuracy of the trained weights
 * @param averaged that of the averaged weights, if there are any
 */
record FinetuneReport(
        LabelledSplits images, FinetunePlan plan, boolean pretrained, Evaluation test, Optional<Evaluation> averaged) {
    private List<String> classes() {
        return images.train().classes();
    }

    private ConfusionMatrix confusion() {
        return test.confusion(classes().size());
    }

    void writeClasses(Path folder) throws IOException {
        ClassFiles.write(folder, classes(), confusion());
    }

    /** Returns the numbers for scripts. */
    Map<String, Object> facts(String report) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("top1", test.top1());
        facts.put("top5", test.top5());
        averaged.ifPresent(average -> {
            facts.put("top1Averaged", average.top1());
            facts.put("top5Averaged", average.top5());
        });
        facts.put("pooling", plan.recipe().pooling().name());
        facts.put("images", test.labelled());
        facts.put("report", report);
        return facts;
    }

    /** Returns the lines for readers. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line(test) + " on " + test.labelled() + " test images; pooling "
                + plan.recipe().pooling());
        averaged.ifPresent(average -> lines.add("with averaged weights: " + line(average)));
        return lines;
    }

    private static String line(Evaluation evaluation) {
        return "top-1 accuracy " + percent(evaluation.top1()) + ", top-5 " + percent(evaluation.top5());
    }

    /** Returns the page. */
    RunReport page(RunConfig config, Backend backend, RunFolder files, ZonedDateTime started) throws IOException {
        String label = pretrained ? "from pre-trained weights" : "from scratch";
        List<ResultRow> rows = new ArrayList<>(
                List.of(new ResultRow(label, List.of(100 * test.top1()), pretrained && averaged.isEmpty())));
        averaged.ifPresent(average ->
                rows.add(new ResultRow(label + ", averaged weights", List.of(100 * average.top1()), pretrained)));
        MetricsTable metrics = MetricsTable.read(files.metrics());
        return new RunReport(
                        "Fine-tuning on " + images.train().size() + " labelled images",
                        List.of("The classifier started " + label + " and sees " + seen() + "."),
                        List.of(
                                new KeyFigure(percent(test.top1()), "top-1 accuracy"),
                                new KeyFigure(percent(test.top5()), "top-5 accuracy")),
                        List.of(new ResultTable(
                                "Accuracy",
                                plan.testImage() == plan.model().imageHeight()
                                        ? ""
                                        : "Test images have " + plan.testImage() + " pixels a side, training images "
                                                + plan.model().imageHeight() + ".",
                                "top-1 accuracy on " + test.labelled() + " test images",
                                "%",
                                100,
                                100.0 / classes().size(),
                                rows)),
                        null,
                        List.of(
                                metrics.chart("Loss", "", "loss", List.of("loss")),
                                metrics.chart("Learning rate", "", "per step", List.of("learning_rate"))),
                        RunReports.settings(config),
                        RunReports.environment(backend, config, started))
                .withClasses(
                        new ClassResults("What the classifier takes the test images for.", classes(), confusion()));
    }

    private String seen() {
        return plan.recipe().pooling() == Pooling.PATCH_MEAN ? "the mean of the patches" : "the class token";
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}

package io.splitmask.cli.demo;

import io.splitmask.cli.report.KeyFigure;
import io.splitmask.cli.report.ResultRow;
import io.splitmask.cli.report.ResultTable;
import io.splitmask.cli.report.RunEnvironment;
import io.splitmask.cli.report.RunReport;
import io.splitmask.cli.run.PretrainRun;
import io.splitmask.cli.run.RunReports;
import io.splitmask.train.RunConfig;
import io.splitmask.train.RunFolder;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The page that the demonstration ends with. */
final class DemoReport {
    private DemoReport() {}

    static RunReport of(
            DemoPlan plan,
            DemoResult result,
            PretrainRun.Outcome pretrained,
            RunFolder pretraining,
            RunConfig config,
            RunEnvironment environment)
            throws IOException {
        ResultTable table = new ResultTable(
                "Does pre-training without labels help?",
                "Both rows were trained on the same labelled images, for the same number of steps, with the same seeds; only"
                        + " the starting weights differ.",
                "top-1 accuracy on " + result.testImages() + " images never seen in training",
                "%",
                100,
                result.chance(),
                List.of(
                        new ResultRow("pre-trained with SplitMask", result.pretrained(), true),
                        new ResultRow("from scratch", result.scratch(), false)));
        return new RunReport(
                String.format(Locale.ROOT, "Pre-training without labels: %+.1f points", result.gain()),
                List.of(
                        "A small Vision Transformer first learned from clip art without any labels: it saw one half of each "
                                + "image's patches and had to say what is in the other half. Then it was trained to name the class of "
                                + "an image."),
                List.of(
                        new KeyFigure(percent(DemoResult.mean(result.pretrained())), "pre-trained"),
                        new KeyFigure(percent(DemoResult.mean(result.scratch())), "from scratch"),
                        new KeyFigure(pretrained.took().toSeconds() + " s", "of pre-training")),
                List.of(table),
                pretrained.samples().orElse(null),
                RunReports.pretraining(pretraining.metrics(), pretrained.words()),
                RunReports.settings(config),
                environment);
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.1f %%", value);
    }
}

package io.splitmask.cli.probe;

import io.splitmask.cli.option.Version;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.datasets.LabelledSplits;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains linear classifiers on what the blocks of a network make of images. */
@Command(
        name = "probe",
        description = {
            "Measures how well a linear classifier tells classes apart by what a network, left as it is, makes of images: "
                    + "after every block, or as a paper's protocol has it.",
            "",
            "--data is as for 'finetune'. The run folder gets results.csv, metrics.csv (accuracy by epoch), classes.csv, "
                    + "confusion.csv, confusion.png and report.html."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  splitmask probe --data photos --weights runs/photos",
            "  splitmask probe --data photos              random weights, to compare",
            "  splitmask probe --weights dino.pth --protocol mae --each-block",
            "  splitmask probe --weights dino.pth --protocol dino --logistic"
        })
public final class ProbeCommand implements Callable<Integer> {
    @Mixin
    private final MeasureOptions measured = new MeasureOptions(128);

    @Mixin
    private final ProbeOptions probe = new ProbeOptions();

    @Override
    public Integer call() throws Exception {
        ProbePlan plan = probe.plan(
                measured.network(), measured.cropRatio(), measured.batch(), measured.quick(), measured.seed());
        LabelledSplits images = measured.images();
        List<String> classes = images.train().classes();
        measured.report("probe", plan, (backend, line, cache) -> {
            List<BlockProbe> probes = new ProbeRun(backend, plan, classes.size(), line, measured.loading())
                    .run(images, measured.origin(), measured.weights(), cache);
            return new ProbeOutcome(
                    plan,
                    probes,
                    classes,
                    images.train().size(),
                    measured.weights().isPresent());
        });
        return ExitCode.DONE;
    }
}

package io.splitmask.cli.probe;

import io.splitmask.cli.option.DataOptions;
import io.splitmask.cli.option.EngineOptions;
import io.splitmask.cli.option.ModelName;
import io.splitmask.cli.option.ModelOptions;
import io.splitmask.cli.option.ResultOptions;
import io.splitmask.cli.option.StartingWeights;
import io.splitmask.cli.option.Version;
import io.splitmask.cli.option.WeightsOptions;
import io.splitmask.cli.progress.LiveLine;
import io.splitmask.cli.progress.Terminal;
import io.splitmask.cli.report.ReportWriter;
import io.splitmask.cli.run.ClassFiles;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.cli.run.JsonLine;
import io.splitmask.datasets.LabelledSplits;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Backend;
import io.splitmask.train.RunConfig;
import io.splitmask.train.RunFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

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
            "  splitmask probe --weights dino.pth --protocol mae --each-block"
        })
public final class ProbeCommand implements Callable<Integer> {
    private static final int QUICK_IMAGES = 512;

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Mixin
    private final ResultOptions run = new ResultOptions();

    @Mixin
    private final DataOptions data = new DataOptions(128);

    @Mixin
    private final ModelOptions model = new ModelOptions(ModelName.VIT_TINY, 64, 8);

    @Mixin
    private final WeightsOptions weights = new WeightsOptions();

    @Mixin
    private final FeatureOptions features = new FeatureOptions();

    @Mixin
    private final ProbeOptions probe = new ProbeOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Optional<Path> file = weights.file();
        VitConfig config = StartingWeights.model(
                file, model, Objects.requireNonNull(spec).commandLine().getParseResult());
        ProbePlan plan = probe.plan(config, features.cropRatio(), data.batch(), run.quick(), run.seed());
        LabelledSplits images = data.images().labelled();
        LabelledSplits used = run.quick() ? images.spread(QUICK_IMAGES) : images;
        Path folder = run.openFolder("probe", Clock.systemDefaultZone());
        ZonedDateTime started = ZonedDateTime.now();
        List<String> classes = images.train().classes();
        try (Backend backend = engine.open();
                LiveLine line = new LiveLine(Terminal.standardError(), System::nanoTime)) {
            RunConfig settings = RunConfig.of("probe", plan.seed(), settings(file, plan), backend.description());
            settings.write(new RunFolder(folder).config());
            List<BlockProbe> probes = new ProbeRun(backend, plan, classes.size(), line)
                    .run(used, data.images().origin(), file, features.cache(folder));
            ProbeOutcome outcome =
                    new ProbeOutcome(probes, classes, used.train().size(), file.isPresent());
            ProbeFiles.write(folder, outcome);
            ClassFiles.write(folder, classes, outcome.confusion());
            ReportWriter.write(
                    ProbeReport.of(outcome, plan, settings, backend, started), folder.resolve("report.html"));
            line.close();
            finished(folder, outcome);
        }
        return ExitCode.DONE;
    }

    private Map<String, Object> settings(Optional<Path> file, ProbePlan plan) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("images", data.images());
        settings.put("weights", file.map(Path::toString).orElse("random"));
        settings.put("plan", plan);
        return settings;
    }

    private void finished(Path folder, ProbeOutcome outcome) throws Exception {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        String report = folder.resolve("report.html").toString();
        if (run.json()) {
            out.println(JsonLine.of(outcome.facts(report)));
        } else {
            outcome.print(out);
            out.println("report: " + report);
        }
        out.flush();
    }
}

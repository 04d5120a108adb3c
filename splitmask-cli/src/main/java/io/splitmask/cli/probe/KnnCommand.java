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
import io.splitmask.eval.Evaluation;
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

/** Classifies images by their nearest neighbours among what a network makes of training images. */
@Command(
        name = "knn",
        description = {
            "Measures how well the nearest training images tell the class of a test image, by what a network makes of "
                    + "them. Nothing is trained.",
            "",
            "--data is as for 'finetune'. The run folder gets metrics.csv, classes.csv, confusion.csv, confusion.png and "
                    + "report.html."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  splitmask knn --data photos --weights runs/photos",
            "  splitmask knn --data photos                random weights, to compare",
            "  splitmask knn --weights dino.pth --test-crop 0.875 --k 20"
        })
public final class KnnCommand implements Callable<Integer> {
    private static final int QUICK_IMAGES = 512;

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Mixin
    private final ResultOptions run = new ResultOptions();

    @Mixin
    private final DataOptions data = new DataOptions(64);

    @Mixin
    private final ModelOptions model = new ModelOptions(ModelName.VIT_TINY, 64, 8);

    @Mixin
    private final WeightsOptions weights = new WeightsOptions();

    @Mixin
    private final FeatureOptions features = new FeatureOptions();

    @Mixin
    private final KnnOptions knn = new KnnOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Optional<Path> file = weights.file();
        VitConfig config = StartingWeights.model(
                file, model, Objects.requireNonNull(spec).commandLine().getParseResult());
        LabelledSplits all = data.images().labelled();
        LabelledSplits images = run.quick() ? all.spread(QUICK_IMAGES) : all;
        List<String> classes = images.train().classes();
        int trainImages = images.train().size();
        KnnPlan plan = new KnnPlan(config, knn.tokens(), knn.recipe(trainImages), features.cropRatio(), run.seed());
        Path folder = run.openFolder("knn", Clock.systemDefaultZone());
        ZonedDateTime started = ZonedDateTime.now();
        try (Backend backend = engine.open();
                LiveLine line = new LiveLine(Terminal.standardError(), System::nanoTime)) {
            RunConfig settings = RunConfig.of("knn", plan.seed(), settings(file, plan), backend.description());
            settings.write(new RunFolder(folder).config());
            Map<Integer, Evaluation> results = new KnnRun(backend, plan, line)
                    .run(images, data.images().origin(), file, features.cache(folder), data.batch());
            KnnOutcome outcome = new KnnOutcome(results, classes, trainImages, file.isPresent());
            outcome.write(folder);
            ClassFiles.write(folder, classes, outcome.confusion());
            ReportWriter.write(KnnReport.of(outcome, settings, backend, started), folder.resolve("report.html"));
            line.close();
            finished(folder, outcome);
        }
        return ExitCode.DONE;
    }

    private Map<String, Object> settings(Optional<Path> file, KnnPlan plan) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("images", data.images());
        settings.put("weights", file.map(Path::toString).orElse("random"));
        settings.put("plan", plan);
        return settings;
    }

    private void finished(Path folder, KnnOutcome outcome) throws Exception {
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

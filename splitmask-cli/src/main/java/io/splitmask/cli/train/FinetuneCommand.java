package io.splitmask.cli.train;

import io.splitmask.cli.option.DataOptions;
import io.splitmask.cli.option.DataSource;
import io.splitmask.cli.option.EngineOptions;
import io.splitmask.cli.option.LengthOptions;
import io.splitmask.cli.option.ModelName;
import io.splitmask.cli.option.ModelOptions;
import io.splitmask.cli.option.RunOptions;
import io.splitmask.cli.option.StartingWeights;
import io.splitmask.cli.option.Version;
import io.splitmask.cli.progress.Terminal;
import io.splitmask.cli.report.KeyFigure;
import io.splitmask.cli.report.ReportWriter;
import io.splitmask.cli.report.ResultRow;
import io.splitmask.cli.report.ResultTable;
import io.splitmask.cli.report.RunReport;
import io.splitmask.cli.run.Execution;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.cli.run.FinetunePlan;
import io.splitmask.cli.run.FinetunePlans;
import io.splitmask.cli.run.FinetuneRun;
import io.splitmask.cli.run.JsonLine;
import io.splitmask.cli.run.LabelledImages;
import io.splitmask.cli.run.MetricsTable;
import io.splitmask.cli.run.RunReports;
import io.splitmask.eval.Evaluation;
import io.splitmask.nn.VitConfig;
import io.splitmask.recipe.AdamwRecipe;
import io.splitmask.recipe.FinetuneRecipe;
import io.splitmask.spi.Backend;
import io.splitmask.train.RunConfig;
import io.splitmask.train.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a classifier on labelled images, from pre-trained weights or from nothing. */
@Command(
        name = "finetune",
        description = {
            "Trains a classifier on labelled images, from pre-trained weights or from nothing, and measures it.",
            "",
            "--data DIR has a folder for each class (every fifth image is held out for the test), or train/ and test/",
            "folders with classes inside."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  splitmask finetune --data photos --weights runs/photos --epochs 50",
            "  splitmask finetune --data photos --epochs 50                         from scratch, to compare"
        })
public final class FinetuneCommand implements Callable<Integer> {
    private static final String PLAN = "plan";
    private static final String DATA = "data";
    private static final String WEIGHTS = "weights";

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Mixin
    private final RunOptions run = new RunOptions();

    @Mixin
    private final DataOptions data = new DataOptions(32);

    @Mixin
    private final LengthOptions length = new LengthOptions();

    @Mixin
    private final ModelOptions model = new ModelOptions(ModelName.VIT_TINY, 64, 8);

    @Option(
            names = {"--weights", "--init"},
            paramLabel = "RUN",
            description = {
                "Start from these weights: the folder of a run, or a public checkpoint (.safetensors, .pth) of timm,",
                "DINO, MAE, BEiT or Hugging Face. Its model sizes are taken over; --image may differ."
            })
    private @Nullable Path weights;

    @Option(names = "--lr", paramLabel = "RATE", description = "Peak learning rate. Default: ${DEFAULT-VALUE}.")
    private double learningRate = 1e-3;

    @Option(
            names = "--layer-decay",
            paramLabel = "FACTOR",
            description = "Learning rate of a layer over that of the next, with --weights. Default: ${DEFAULT-VALUE}.")
    private double layerDecay = 0.75;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Path folder = run.openFolder("finetune", Clock.systemDefaultZone());
        RunFolder files = new RunFolder(folder);
        ZonedDateTime started = ZonedDateTime.now();
        RunConfig earlier = run.resume() ? RunConfig.read(files.config()) : null;
        DataSource source = earlier == null
                ? data.data()
                : DataSource.of(String.valueOf(earlier.settings().get(DATA)));
        Optional<Path> backbone = earlier == null
                ? StartingWeights.file("--weights", weights)
                : Optional.ofNullable(earlier.settings().get(WEIGHTS)).map(text -> Path.of(String.valueOf(text)));
        LabelledImages images = LabelledImages.open(source);
        FinetunePlan plan = earlier == null ? plan(backbone) : earlier.settings(PLAN, FinetunePlan.class);
        try (Backend backend = engine.open()) {
            Map<String, Object> settings = new LinkedHashMap<>();
            settings.put(DATA, source.toString());
            backbone.ifPresent(file -> settings.put(WEIGHTS, file.toString()));
            settings.put(PLAN, plan);
            RunConfig config = RunConfig.of("finetune", plan.seed(), settings, backend.description());
            if (earlier == null) {
                config.write(files.config());
            }
            FinetuneRun.Outcome outcome =
                    new FinetuneRun(execution(backend)).run("fine-tuning", images, plan, backbone, files);
            if (outcome.test().isEmpty()) {
                print("interrupted after step " + outcome.result().steps()
                        + "; go on with: splitmask finetune --resume --out " + folder);
                return ExitCode.INTERRUPTED;
            }
            Evaluation test = outcome.test().get();
            ReportWriter.write(
                    report(config, backend, test, backbone.isPresent(), images, files, started),
                    folder.resolve("report.html"));
            return finished(folder, test);
        }
    }

    private FinetunePlan plan(Optional<Path> backbone) throws IOException {
        VitConfig config = StartingWeights.model(
                backbone, model, Objects.requireNonNull(spec).commandLine().getParseResult());
        int epochs = run.quick() ? 1 : length.epochs().orElse(50);
        FinetuneRecipe recipe = FinetunePlans.recipe(
                epochs, data.batch(), AdamwRecipe.of(learningRate, 1e-6, 0.05), backbone.isPresent() ? layerDecay : 1);
        return new FinetunePlan(
                config, recipe, FinetunePlans.MIN_CROP_SCALE, FinetunePlans.TEST_CROP_RATIO, run.seed());
    }

    private static RunReport report(
            RunConfig config,
            Backend backend,
            Evaluation test,
            boolean pretrained,
            LabelledImages images,
            RunFolder files,
            ZonedDateTime started)
            throws IOException {
        String label = pretrained ? "from pre-trained weights" : "from scratch";
        ResultTable table = new ResultTable(
                "Accuracy",
                "",
                "top-1 accuracy on " + test.labelled() + " test images",
                "%",
                100,
                100.0 / images.train().classes().size(),
                List.of(new ResultRow(label, List.of(100 * test.top1()), pretrained)));
        MetricsTable metrics = MetricsTable.read(files.metrics());
        return new RunReport(
                "Fine-tuning on " + images.train().size() + " labelled images",
                List.of("The classifier started " + label + "."),
                List.of(
                        new KeyFigure(percent(test.top1()), "top-1 accuracy"),
                        new KeyFigure(percent(test.top5()), "top-5 accuracy")),
                List.of(table),
                null,
                List.of(
                        metrics.chart("Loss", "", "loss", List.of("loss")),
                        metrics.chart("Learning rate", "", "per step", List.of("learning_rate"))),
                RunReports.settings(config),
                RunReports.environment(backend, config, started));
    }

    private int finished(Path folder, Evaluation test) throws IOException {
        if (run.json()) {
            print(JsonLine.of(Map.of(
                    "top1", test.top1(),
                    "top5", test.top5(),
                    "images", test.labelled(),
                    "report", folder.resolve("report.html").toString())));
        } else {
            print("top-1 accuracy " + percent(test.top1()) + ", top-5 " + percent(test.top5()) + " on "
                    + test.labelled() + " test images");
            print("report: " + folder.resolve("report.html"));
        }
        return ExitCode.DONE;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private void print(String line) {
        Objects.requireNonNull(spec).commandLine().getOut().println(line);
        Objects.requireNonNull(spec).commandLine().getOut().flush();
    }

    private Execution execution(Backend backend) {
        return new Execution(backend, Terminal.standardError(), run.checkpoints(), run.resume());
    }
}

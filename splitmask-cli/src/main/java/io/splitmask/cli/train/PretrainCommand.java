package io.splitmask.cli.train;

import io.splitmask.cli.option.DataOptions;
import io.splitmask.cli.option.EngineOptions;
import io.splitmask.cli.option.ImageSelection;
import io.splitmask.cli.option.MethodOptions;
import io.splitmask.cli.option.ModelName;
import io.splitmask.cli.option.ModelOptions;
import io.splitmask.cli.option.PretrainLengthOptions;
import io.splitmask.cli.option.RateOptions;
import io.splitmask.cli.option.RunOptions;
import io.splitmask.cli.option.StartingWeights;
import io.splitmask.cli.option.Version;
import io.splitmask.cli.option.ViewOptions;
import io.splitmask.cli.progress.Terminal;
import io.splitmask.cli.report.KeyFigure;
import io.splitmask.cli.report.ReportWriter;
import io.splitmask.cli.report.RunReport;
import io.splitmask.cli.run.Execution;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.cli.run.JsonLine;
import io.splitmask.cli.run.PretrainPlan;
import io.splitmask.cli.run.PretrainRun;
import io.splitmask.cli.run.RunReports;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.DataSetSource;
import io.splitmask.method.MethodCatalogue;
import io.splitmask.nn.VitConfig;
import io.splitmask.recipe.PretrainRecipe;
import io.splitmask.spi.Backend;
import io.splitmask.tokenizers.TokenizerFiles;
import io.splitmask.train.RunConfig;
import io.splitmask.train.RunFolder;
import jakarta.inject.Inject;
import java.io.IOException;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Pre-trains a Vision Transformer on a folder of images, without labels. */
@Command(
        name = "pretrain",
        description = {
            "Pre-trains a Vision Transformer on images, without labels.",
            "",
            "The run folder gets weights.safetensors for 'finetune', metrics.csv, checkpoints and report.html."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  splitmask pretrain --data photos --epochs 300 --out runs/photos",
            "  splitmask pretrain --resume --out runs/photos",
            "  splitmask pretrain --data cars:/data/cars --subset 10%% --epochs 1000",
            "  splitmask pretrain --data photos --model vit_small --image 224 --patch 16 --batch 32 --updates 20000"
        })
public final class PretrainCommand implements Callable<Integer> {
    private static final String PLAN = "plan";
    private static final String IMAGES = "images";

    private final MethodCatalogue methods;
    private final TokenizerFiles tokenizers;

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Mixin
    private final RunOptions run = new RunOptions();

    @Mixin
    private final DataOptions data = new DataOptions(64);

    @Mixin
    private final PretrainLengthOptions length = new PretrainLengthOptions();

    @Mixin
    private final ModelOptions model = new ModelOptions(ModelName.VIT_TINY, 64, 8);

    @Mixin
    private final MethodOptions method = new MethodOptions();

    @Mixin
    private final RateOptions rates = new RateOptions();

    @Mixin
    private final ViewOptions views = new ViewOptions();

    @Option(
            names = "--init",
            paramLabel = "FILE",
            description = {
                "Start from these weights: the folder of a run, or a public checkpoint (.safetensors, .pth) of timm,",
                "DINO, MAE, BEiT or Hugging Face. Its model sizes are taken over; --image may differ."
            })
    private @Nullable Path init;

    @Spec
    private @Nullable CommandSpec spec;

    @Inject
    PretrainCommand(MethodCatalogue methods, TokenizerFiles tokenizers) {
        this.methods = methods;
        this.tokenizers = tokenizers;
    }

    @Override
    public Integer call() throws Exception {
        Path folder = run.openFolder("pretrain", Clock.systemDefaultZone());
        RunFolder files = new RunFolder(folder);
        ZonedDateTime started = ZonedDateTime.now();
        RunConfig earlier = run.resume() ? RunConfig.read(files.config()) : null;
        ImageSelection selection = earlier == null ? data.images() : earlier.settings(IMAGES, ImageSelection.class);
        ImageDataset images = selection.unlabelled();
        PretrainPlan plan = earlier == null ? plan(images.size()) : earlier.settings(PLAN, PretrainPlan.class);
        try (Backend backend = engine.open()) {
            RunConfig config = config(plan, selection, backend);
            if (earlier == null) {
                config.write(files.config());
            }
            PretrainRun.Outcome outcome =
                    new PretrainRun(methods, tokenizers, execution(backend)).run(images, plan, files);
            if (!outcome.result().completed()) {
                print("interrupted after step " + outcome.result().steps()
                        + "; go on with: splitmask pretrain --resume --out " + folder);
                return ExitCode.INTERRUPTED;
            }
            ReportWriter.write(
                    report(config, plan, backend, outcome, images, files, started), folder.resolve("report.html"));
            return finished(folder, outcome);
        }
    }

    private PretrainPlan plan(int images) throws IOException {
        Optional<Path> start = StartingWeights.file("--init", init);
        VitConfig config = StartingWeights.model(
                start, model, Objects.requireNonNull(spec).commandLine().getParseResult());
        PretrainRecipe recipe = views.apply(
                method.method(), rates.apply(method.method().training().scaledToBatch(data.batch())));
        PretrainRecipe whole = length.apply(
                recipe, DataSetSource.of(data.images().data()).kind(), images, run.quick() ? 1 : Integer.MAX_VALUE);
        return new PretrainPlan(
                config,
                method.method().name(),
                method.settings(views.settings(method.method())),
                start.map(Path::toString).orElse(""),
                tokenizer(),
                method.vocabulary(),
                whole,
                run.seed());
    }

    private String tokenizer() {
        return method.tokenizer().map(file -> file.toAbsolutePath().toString()).orElse("");
    }

    private RunConfig config(PretrainPlan plan, ImageSelection selection, Backend backend) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(IMAGES, selection);
        settings.put(PLAN, plan);
        return RunConfig.of("pretrain", plan.seed(), settings, backend.description());
    }

    private RunReport report(
            RunConfig config,
            PretrainPlan plan,
            Backend backend,
            PretrainRun.Outcome outcome,
            ImageDataset images,
            RunFolder files,
            ZonedDateTime started)
            throws IOException {
        return new RunReport(
                "Pre-training on " + images.size() + " images without labels",
                List.of(plan.method() + ": " + methods.entry(plan.method()).description() + "."),
                List.of(
                        new KeyFigure(String.valueOf(outcome.result().steps()), "optimizer steps"),
                        new KeyFigure(outcome.took().toSeconds() + " s", "of training")),
                List.of(),
                outcome.samples().orElse(null),
                RunReports.pretraining(files.metrics(), outcome.words()),
                RunReports.settings(config),
                RunReports.environment(backend, config, started));
    }

    private int finished(Path folder, PretrainRun.Outcome outcome) throws IOException {
        if (run.json()) {
            print(JsonLine.of(Map.of(
                    "steps", outcome.result().steps(),
                    "seconds", outcome.took().toMillis() / 1000.0,
                    "weights", folder.resolve("weights.safetensors").toString(),
                    "report", folder.resolve("report.html").toString())));
        } else {
            print("weights: " + folder.resolve("weights.safetensors"));
            print("report:  " + folder.resolve("report.html"));
            print("next:    splitmask finetune --data DIR --weights " + folder);
        }
        return ExitCode.DONE;
    }

    private void print(String line) {
        Objects.requireNonNull(spec).commandLine().getOut().println(line);
        Objects.requireNonNull(spec).commandLine().getOut().flush();
    }

    private Execution execution(Backend backend) {
        return new Execution(backend, Terminal.standardError(), run.checkpoints(), run.resume());
    }
}

package io.splitmask.cli.train;

import io.splitmask.cli.option.DataOptions;
import io.splitmask.cli.option.EngineOptions;
import io.splitmask.cli.option.ImageSelection;
import io.splitmask.cli.option.MethodOptions;
import io.splitmask.cli.option.ModelName;
import io.splitmask.cli.option.ModelOptions;
import io.splitmask.cli.option.PrecisionOption;
import io.splitmask.cli.option.PretrainLengthOptions;
import io.splitmask.cli.option.RateOptions;
import io.splitmask.cli.option.RunOptions;
import io.splitmask.cli.option.TokenizerOption;
import io.splitmask.cli.option.Version;
import io.splitmask.cli.option.ViewOptions;
import io.splitmask.cli.option.WeightsOptions;
import io.splitmask.cli.report.KeyFigure;
import io.splitmask.cli.report.ReportWriter;
import io.splitmask.cli.report.RunReport;
import io.splitmask.cli.run.CommandFolder;
import io.splitmask.cli.run.Execution;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.cli.run.PretrainPlan;
import io.splitmask.cli.run.PretrainRun;
import io.splitmask.cli.run.RunReports;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.DataSetSource;
import io.splitmask.datasets.DataSets;
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
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
    private final PrecisionOption precision = new PrecisionOption();

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
    private final TokenizerOption tokenizer = new TokenizerOption();

    @Mixin
    private final RateOptions rates = new RateOptions();

    @Mixin
    private final ViewOptions views = new ViewOptions();

    @Mixin
    private final WeightsOptions weights = new WeightsOptions();

    @Inject
    PretrainCommand(MethodCatalogue methods, TokenizerFiles tokenizers) {
        this.methods = methods;
        this.tokenizers = tokenizers;
    }

    @Override
    public Integer call() throws Exception {
        ZonedDateTime started = ZonedDateTime.now();
        RunConfig earlier = run.earlier().orElse(null);
        ImageSelection selection = earlier == null ? data.images() : earlier.settings(IMAGES, ImageSelection.class);
        ImageDataset images = selection.unlabelled();
        PretrainPlan plan = earlier == null ? plan(images.size()) : earlier.settings(PLAN, PretrainPlan.class);
        Map<String, Object> settings = earlier == null ? settings(selection, plan) : earlier.settings();
        try (Backend backend = engine.open(precision.precision(earlier))) {
            RunConfig config = RunConfig.of("pretrain", plan.seed(), settings, backend.description());
            CommandFolder folder = new CommandFolder(run, config);
            Execution execution = Execution.of(backend, engine, run, earlier).watchedBy(folder);
            PretrainRun.Outcome outcome = new PretrainRun(methods, tokenizers, execution).run(images, plan, folder);
            if (!outcome.result().completed()) {
                return ExitCode.INTERRUPTED;
            }
            RunReport report = report(config, plan, backend, outcome, images, folder.files(), started);
            ReportWriter.write(report, folder.path().resolve("report.html"));
            return finished(folder.path(), outcome);
        }
    }

    private PretrainPlan plan(int images) throws IOException {
        Optional<Path> start = weights.file();
        VitConfig config = model.config(start);
        PretrainRecipe recipe = views.apply(
                method.method(), rates.apply(method.method().training().scaledToBatch(data.batch())));
        PretrainRecipe whole = length.apply(
                recipe,
                DataSets.kindOf(DataSetSource.of(data.images().data())),
                images,
                run.quick() ? 1 : Integer.MAX_VALUE);
        return new PretrainPlan(
                config,
                method.method().name(),
                method.settings(views.settings(method.method())),
                start.map(Path::toString).orElse(""),
                tokenizer.file().map(file -> file.toAbsolutePath().toString()).orElse(""),
                method.vocabulary(),
                whole,
                run.seed());
    }

    private Map<String, Object> settings(ImageSelection selection, PretrainPlan plan) {
        Map<String, Object> settings = run.settings();
        settings.put(IMAGES, selection);
        settings.put(PrecisionOption.SETTING, precision.precision().toString());
        settings.put(PLAN, plan);
        return settings;
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
        Path file = new RunFolder(folder).weights();
        Path report = folder.resolve("report.html");
        run.results(
                Map.of(
                        "steps", outcome.result().steps(),
                        "seconds", outcome.took().toMillis() / 1000.0,
                        "weights", file.toString(),
                        "report", report.toString()),
                out -> {
                    out.println("weights: " + file);
                    out.println("report:  " + report);
                    out.println("next:    splitmask finetune --data DIR --weights " + folder);
                });
        return ExitCode.DONE;
    }
}

package io.splitmask.cli.train;

import io.splitmask.cli.option.DataOptions;
import io.splitmask.cli.option.EngineOptions;
import io.splitmask.cli.option.ImageSelection;
import io.splitmask.cli.option.LengthOptions;
import io.splitmask.cli.option.ModelName;
import io.splitmask.cli.option.ModelOptions;
import io.splitmask.cli.option.PositiveInt;
import io.splitmask.cli.option.PrecisionOption;
import io.splitmask.cli.option.RunOptions;
import io.splitmask.cli.option.UsageException;
import io.splitmask.cli.option.Version;
import io.splitmask.cli.option.WeightsOptions;
import io.splitmask.cli.report.ReportWriter;
import io.splitmask.cli.run.CommandFolder;
import io.splitmask.cli.run.Execution;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.cli.run.FinetunePlan;
import io.splitmask.cli.run.FinetunePlans;
import io.splitmask.cli.run.FinetuneRun;
import io.splitmask.cli.run.StoredNormalization;
import io.splitmask.datasets.LabelledSplits;
import io.splitmask.nn.VitConfig;
import io.splitmask.recipe.FinetuneRecipe;
import io.splitmask.spi.Backend;
import io.splitmask.train.RunConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a classifier on labelled images, from pre-trained weights or from nothing. */
@Command(
        name = "finetune",
        description = {
            "Trains a classifier on labelled images, from pre-trained weights or from nothing, and measures it.",
            "",
            "--data DIR has a folder for each class (every fifth image is held out for the test), or train/ and test/"
                    + " folders with classes inside; the data sets below have parts of their own. --subset chooses"
                    + " among the training images, never among the test images."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  splitmask finetune --data photos --weights runs/photos --epochs 50",
            "  splitmask finetune --data photos --epochs 50            from scratch",
            "  splitmask finetune --data fashion-mnist:/data/fashion --subset 1%% --image 32 --patch 4",
            "  splitmask finetune --data cars:/data/cars --weights vit.pth --preset cars --batch 64"
        })
public final class FinetuneCommand implements Callable<Integer> {
    private static final String PLAN = "plan";
    private static final String IMAGES = "images";
    private static final String WEIGHTS = "weights";

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Mixin
    private final PrecisionOption precision = new PrecisionOption();

    @Mixin
    private final RunOptions run = new RunOptions();

    @Mixin
    private final DataOptions data = new DataOptions(32);

    @Mixin
    private final LengthOptions length = new LengthOptions();

    @Mixin
    private final ModelOptions model = new ModelOptions(ModelName.VIT_TINY, 64, 8);

    @Mixin
    private final WeightsOptions weights = new WeightsOptions();

    @Mixin
    private final FinetuneOptions training = new FinetuneOptions();

    @Mixin
    private final AugmentOptions augmentation = new AugmentOptions();

    @Option(
            names = "--test-image",
            paramLabel = "PIXELS",
            converter = PositiveInt.class,
            description = "Side of test images, where it is not --image; positions are interpolated.")
    private @Nullable Integer testImage;

    @Override
    public Integer call() throws Exception {
        ZonedDateTime started = ZonedDateTime.now();
        RunConfig earlier = run.earlier().orElse(null);
        ImageSelection selection = earlier == null ? data.images() : earlier.settings(IMAGES, ImageSelection.class);
        Optional<Path> backbone = earlier == null
                ? weights.file()
                : Optional.ofNullable(earlier.settings().get(WEIGHTS)).map(text -> Path.of(String.valueOf(text)));
        LabelledSplits images = selection.labelled();
        FinetunePlan plan = earlier == null ? plan(backbone) : earlier.settings(PLAN, FinetunePlan.class);
        Map<String, Object> settings = earlier == null ? settings(selection, backbone, plan) : earlier.settings();
        try (Backend backend = engine.open(precision.precision(earlier))) {
            RunConfig config = RunConfig.of("finetune", plan.seed(), settings, backend.description());
            CommandFolder folder = new CommandFolder(run, config);
            Execution execution = Execution.of(backend, engine, run, earlier).watchedBy(folder);
            FinetuneRun.Outcome outcome = new FinetuneRun(execution).run("fine-tuning", images, plan, backbone, folder);
            if (outcome.test().isEmpty()) {
                return ExitCode.INTERRUPTED;
            }
            FinetuneReport report = new FinetuneReport(
                    images, plan, backbone.isPresent(), outcome.test().get(), outcome.averaged());
            report.writeClasses(folder.path());
            ReportWriter.write(
                    report.page(config, backend, folder.files(), started),
                    folder.path().resolve("report.html"));
            return finished(folder.path(), report);
        }
    }

    private Map<String, Object> settings(ImageSelection selection, Optional<Path> backbone, FinetunePlan plan) {
        Map<String, Object> settings = run.settings();
        settings.put(IMAGES, selection);
        backbone.ifPresent(file -> settings.put(WEIGHTS, file.toString()));
        settings.put(PrecisionOption.SETTING, precision.precision().toString());
        settings.put(PLAN, plan);
        return settings;
    }

    private FinetunePlan plan(Optional<Path> backbone) throws IOException {
        VitConfig config = model.config(backbone);
        int side = testImage == null ? config.imageHeight() : testImage;
        FinetuneOptions.Given given = new FinetuneOptions.Given(
                data.givenBatch(),
                data.batch(),
                run.quick() ? OptionalInt.of(1) : length.epochs(),
                side,
                FinetunePlans.pooling(backbone));
        try {
            FinetuneRecipe recipe = augmentation.apply(training.recipe(given));
            return new FinetunePlan(
                    config,
                    recipe,
                    length.updates().orElse(0),
                    side,
                    StoredNormalization.statistics(backbone),
                    run.seed());
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    private int finished(Path folder, FinetuneReport report) throws IOException {
        String page = folder.resolve("report.html").toString();
        run.results(report.facts(page), out -> {
            report.lines().forEach(out::println);
            out.println("report: " + page);
        });
        return ExitCode.DONE;
    }
}

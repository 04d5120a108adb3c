package io.splitmask.cli.study;

import io.splitmask.cli.option.CheckpointOptions;
import io.splitmask.cli.option.DataSetName;
import io.splitmask.cli.option.EngineOptions;
import io.splitmask.cli.option.GivenOptions;
import io.splitmask.cli.option.OutputOptions;
import io.splitmask.cli.option.RunFolders;
import io.splitmask.cli.option.RunLog;
import io.splitmask.cli.option.UsageException;
import io.splitmask.cli.option.Version;
import io.splitmask.cli.progress.Terminal;
import io.splitmask.cli.report.ReportWriter;
import io.splitmask.cli.run.Execution;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.cli.run.RunReports;
import io.splitmask.datasets.DataSetSource;
import io.splitmask.method.MethodCatalogue;
import io.splitmask.spi.Backend;
import io.splitmask.tokenizers.TokenizerFiles;
import io.splitmask.train.RunConfig;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares ways to pre-train on one data set, by a plan. */
@Command(
        name = "study",
        description = {
            "Compares ways to pre-train: methods x visual words x shares of the images x lengths x seeds, by a plan.",
            "",
            "Each run has a folder below the study's. A study that was stopped goes on with --resume and repeats no run",
            "that is done; runs that share a pre-training share it. It ends with report.html, table.csv and runs.csv.",
            "",
            "Ready plans follow the tables and figures of the paper; --list says what each asks. With --budget a few steps",
            "of each kind are timed first, and all lengths are scaled by one factor so that the study fits.",
            "'--plan table8 --print' prints a plan as a start for your own; pass its file to --plan."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  splitmask study --list",
            "  splitmask study --plan table8 --budget 20                       the ablation on embedded images",
            "  splitmask study --plan fig2 --data photos --budget 120 --out runs/fig2",
            "  splitmask study --resume runs/fig2",
            "  splitmask study --plan table8 --print > mine.json",
            "  splitmask study --plan mine.json --data photos"
        })
public final class StudyCommand implements Callable<Integer> {
    private static final String FROM_OUT = "";

    private final MethodCatalogue methods;
    private final TokenizerFiles tokenizers;

    @Option(names = "--plan", paramLabel = "NAME|FILE", description = "What to compare: a ready plan or a file.")
    private @Nullable String plan;

    @Option(names = "--list", description = "List the ready plans and end.")
    private boolean list;

    @Option(names = "--print", description = "Print the plan as JSON and end.")
    private boolean print;

    @Option(
            names = "--paper",
            description = "Take the paper's own settings of the plan, for a machine that can run them.")
    private boolean paper;

    @Option(
            names = "--budget",
            paramLabel = "MINUTES",
            description = "Scale all lengths so that the study takes about so long. Default: lengths as in the plan.")
    private @Nullable Double budget;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            converter = DataSetName.class,
            description =
                    "Labelled images to fine-tune, probe and test on: 'embedded' for those that come along, DIR for"
                            + " a folder (or .zip or .tar) of your own, or NAME:DIR for one of the data sets below."
                            + " Default: ${DEFAULT-VALUE}.")
    private DataSetSource data = DataSetSource.EMBEDDED;

    @Option(
            names = "--pretrain-data",
            paramLabel = "DATA",
            converter = DataSetName.class,
            description =
                    "Images to pre-train on, named in the same way. Default: those of --data, without its test images.")
    private @Nullable DataSetSource pretrainData;

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Option(names = "--out", paramLabel = "DIR", description = "Folder of the study. Default: runs/<time>-study.")
    private @Nullable Path out;

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            arity = "0..1",
            fallbackValue = FROM_OUT,
            description = "Go on with the study in this folder, or in --out; plan, data and lengths are kept.")
    private @Nullable String resume;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Added to the seeds of the plan; one seed, one result. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin
    private final CheckpointOptions checkpoints = new CheckpointOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Inject
    StudyCommand(MethodCatalogue methods, TokenizerFiles tokenizers) {
        this.methods = methods;
        this.tokenizers = tokenizers;
    }

    @Override
    public Integer call() throws Exception {
        if (list) {
            for (String name : PlanFiles.READY) {
                output.out().printf("%-8s %s%n", name, PlanFiles.read(name).title());
            }
            output.out().flush();
            return ExitCode.DONE;
        }
        if (print) {
            output.out().print(PlanFiles.text(planName()));
            output.out().flush();
            return ExitCode.DONE;
        }
        Path earlier = resume == null ? null : resumed();
        StudyFile file = earlier == null ? asked() : goingOn(earlier);
        long start = System.nanoTime();
        StudyImages images = Study.images(methods, file);
        try (Backend backend = engine.open()) {
            Path folder = earlier == null ? RunFolders.create(out, "study", Clock.systemDefaultZone()) : earlier;
            RunLog.writeTo(new StudyFolder(folder).log());
            if (earlier == null) {
                file.write(folder);
            }
            return run(file, images, start, folder, backend);
        }
    }

    private int run(StudyFile file, StudyImages images, long start, Path folder, Backend backend) throws Exception {
        ZonedDateTime started = ZonedDateTime.now();
        StudyHint hint = new StudyHint(output::print, folder);
        Execution execution = new Execution(
                        backend, Terminal.standardError(), checkpoints.settings(), true, engine.loading())
                .watchedBy(hint);
        Study study = new Study(methods, tokenizers, file, images, new StudyFolder(folder), execution, output::say);
        output.say(backend.description());
        Optional<StudyOutcome> outcome = study.run(start, hint::say);
        if (outcome.isEmpty()) {
            return ExitCode.INTERRUPTED;
        }
        RunConfig config = study.config(outcome.get().file());
        StudyCsv.write(outcome.get(), folder);
        ReportWriter.write(
                StudyReport.of(outcome.get(), config, RunReports.environment(backend, config, started)),
                folder.resolve("report.html"));
        StudyAnswer answer = new StudyAnswer(
                outcome.get(), folder.resolve("report.html"), Duration.between(started, ZonedDateTime.now()));
        output.results(answer.facts(), out -> answer.lines().forEach(out::println));
        return ExitCode.DONE;
    }

    private StudyFile asked() throws IOException {
        if (out != null) {
            RunFolders.requireFree(out);
        }
        StudyPlan read = PlanFiles.read(planName());
        if (paper && read.ofPaper().isEmpty()) {
            throw new UsageException("--paper: the plan " + read.name() + " has no settings of the paper");
        }
        if (budget != null && !(budget > 0 && budget < Double.POSITIVE_INFINITY)) {
            throw new UsageException("--budget: expected minutes above 0, got " + budget);
        }
        StudyFile file = asked(read);
        StudyWords.check(file.settings());
        Study.check(methods, file.settings());
        return file;
    }

    private StudyFile asked(StudyPlan asked) {
        return new StudyFile(
                asked,
                paper,
                data.toString(),
                (pretrainData == null ? data : pretrainData).toString(),
                seed,
                budget == null ? 0 : budget,
                null);
    }

    /** Returns what a study was when it was started. @throws UsageException if an option says something else */
    private StudyFile goingOn(Path folder) throws IOException {
        StudyFile file = StudyFile.read(folder);
        StudyPlan asked = plan == null ? file.plan() : PlanFiles.read(plan);
        Map<String, String> began = file.options();
        Map<String, String> now = asked(asked).options();
        now.keySet().retainAll(output.given().values().keySet());
        if (!asked.equals(file.plan())) {
            now.computeIfPresent("--plan", (name, value) -> plan + " as it is now");
        }
        new GivenOptions(now).requireThoseOf(began);
        return file;
    }

    private String planName() {
        if (plan == null) {
            throw new UsageException("expected --plan NAME or FILE, or --resume DIR; ready plans: "
                    + String.join(", ", PlanFiles.READY));
        }
        return plan;
    }

    private Path resumed() {
        String given = Objects.requireNonNull(resume);
        if (given.equals(FROM_OUT) && out == null) {
            throw new UsageException("--resume: expected the folder of the study to go on with");
        }
        return RunFolders.existing(given.equals(FROM_OUT) ? Objects.requireNonNull(out) : Path.of(given));
    }
}

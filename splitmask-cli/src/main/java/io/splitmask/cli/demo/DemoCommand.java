package io.splitmask.cli.demo;

import io.splitmask.cli.option.EngineOptions;
import io.splitmask.cli.option.RunOptions;
import io.splitmask.cli.option.Version;
import io.splitmask.cli.report.ReportWriter;
import io.splitmask.cli.run.CommandFolder;
import io.splitmask.cli.run.Execution;
import io.splitmask.cli.run.ExitCode;
import io.splitmask.cli.run.FinetunePlan;
import io.splitmask.cli.run.FinetuneRun;
import io.splitmask.cli.run.PretrainRun;
import io.splitmask.cli.run.RunReports;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.EmbeddedSet;
import io.splitmask.datasets.LabelledSplits;
import io.splitmask.method.MethodCatalogue;
import io.splitmask.spi.Backend;
import io.splitmask.tokenizers.TokenizerFiles;
import io.splitmask.train.RunConfig;
import io.splitmask.train.RunFolder;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The main job on the embedded images: does pre-training without labels help? */
@Command(
        name = "demo",
        description = {
            "Pre-trains a small Vision Transformer on the embedded images without labels, fine-tunes it on a few labelled",
            "ones, and compares it with the same training from scratch.",
            "",
            "The run folder gets report.html. About ten minutes on two cores; --quick takes less than two and only shows",
            "that everything works."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {"  splitmask demo", "  splitmask demo --engine dl4j", "  splitmask demo --quick"})
public final class DemoCommand implements Callable<Integer> {
    private static final String PLAN = "plan";

    private final MethodCatalogue methods;
    private final TokenizerFiles tokenizers;

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Mixin
    private final RunOptions run = new RunOptions();

    @Inject
    DemoCommand(MethodCatalogue methods, TokenizerFiles tokenizers) {
        this.methods = methods;
        this.tokenizers = tokenizers;
    }

    @Override
    public Integer call() throws Exception {
        RunConfig earlier = run.earlier().orElse(null);
        ZonedDateTime started = ZonedDateTime.now();
        LabelledSplits labelled = new LabelledSplits(EmbeddedSet.train(), EmbeddedSet.test());
        ImageDataset unlabelled = EmbeddedSet.unlabelled();
        try (Backend backend = engine.open()) {
            DemoPlan plan = earlier == null ? plan(backend) : earlier.settings(PLAN, DemoPlan.class);
            Map<String, Object> settings = earlier == null ? settings(plan) : earlier.settings();
            RunConfig config = RunConfig.of("demo", plan.pretrain().seed(), settings, backend.description());
            CommandFolder demo = new CommandFolder(run, config);
            Path folder = demo.open().path();
            Execution execution = Execution.of(backend, engine, run, earlier).watchedBy(demo);
            run.say(backend.description());
            run.say("1. pre-training on " + unlabelled.size() + " images without labels, "
                    + plan.pretrain().recipe().updates() + " steps");
            RunFolder pretraining = new RunFolder(folder.resolve("pretrain"));
            PretrainRun.Outcome pretrained =
                    new PretrainRun(methods, tokenizers, execution).run(unlabelled, plan.pretrain(), () -> pretraining);
            if (!pretrained.result().completed()) {
                return ExitCode.INTERRUPTED;
            }
            run.say("2. fine-tuning on " + labelled.train().size() + " labelled images of "
                    + labelled.train().classes().size() + " classes, "
                    + plan.finetune().recipe().epochs() + " epochs, "
                    + plan.seeds() + " seeds from each start");
            List<Double> scratch = new ArrayList<>();
            List<Double> transferred = new ArrayList<>();
            for (int i = 0; i < plan.seeds(); i++) {
                Optional<Double> fromScratch = accuracy(execution, labelled, plan, i, Optional.empty(), folder);
                if (fromScratch.isEmpty()) {
                    return ExitCode.INTERRUPTED;
                }
                scratch.add(fromScratch.get());
                Optional<Double> fromWeights =
                        accuracy(execution, labelled, plan, i, Optional.of(pretraining.weights()), folder);
                if (fromWeights.isEmpty()) {
                    return ExitCode.INTERRUPTED;
                }
                transferred.add(fromWeights.get());
            }
            DemoResult result = new DemoResult(
                    scratch,
                    transferred,
                    labelled.test().size(),
                    labelled.train().classes().size());
            ReportWriter.write(
                    DemoReport.of(
                            plan,
                            result,
                            pretrained,
                            pretraining,
                            config,
                            RunReports.environment(backend, config, started)),
                    folder.resolve("report.html"));
            return finished(folder, result, Duration.between(started, ZonedDateTime.now()));
        }
    }

    private Map<String, Object> settings(DemoPlan plan) {
        Map<String, Object> settings = run.settings();
        settings.put(PLAN, plan);
        return settings;
    }

    private DemoPlan plan(Backend backend) {
        // Plain Java computes in double precision without any library: only a tiny model is done in time.
        if (backend.name().equals("reference")) {
            return DemoPlan.tiny(run.seed());
        }
        return run.quick() ? DemoPlan.quick(run.seed()) : DemoPlan.full(run.seed());
    }

    /** Returns top-1 accuracy in percent; empty if interrupted. */
    private Optional<Double> accuracy(
            Execution execution,
            LabelledSplits labelled,
            DemoPlan plan,
            int number,
            Optional<Path> weights,
            Path folder)
            throws Exception {
        String start = weights.isPresent() ? "pretrained" : "scratch";
        FinetunePlan finetune = plan.finetuning(number, weights.isPresent());
        RunFolder files = new RunFolder(folder.resolve(start + "-" + finetune.seed()));
        return new FinetuneRun(execution)
                .run("fine-tuning " + start + ", seed " + finetune.seed(), labelled, finetune, weights, () -> files)
                .test()
                .map(test -> 100 * test.top1());
    }

    private int finished(Path folder, DemoResult result, Duration took) throws Exception {
        Path report = folder.resolve("report.html");
        run.results(
                Map.of(
                        "scratch", result.scratch(),
                        "pretrained", result.pretrained(),
                        "gain", result.gain(),
                        "seconds", took.toMillis() / 1000.0,
                        "report", report.toString()),
                out -> print(out, result, took, report));
        return ExitCode.DONE;
    }

    private static void print(PrintWriter out, DemoResult result, Duration took, Path report) {
        out.println();
        out.println("top-1 accuracy on " + result.testImages() + " test images      mean   each seed");
        row(out, "from scratch", result.scratch());
        row(out, "pre-trained with SplitMask", result.pretrained());
        out.printf(Locale.ROOT, "gain %+.1f points; guessing gives %.1f %%%n", result.gain(), result.chance());
        out.println("took " + took.toMinutes() + " min " + took.toSecondsPart() + " s");
        out.println("report: " + report);
    }

    private static void row(PrintWriter out, String label, List<Double> values) {
        String each = String.join(
                "  ",
                values.stream().map(v -> String.format(Locale.ROOT, "%.1f", v)).toList());
        out.printf(Locale.ROOT, "  %-38s %5.1f   %s%n", label, DemoResult.mean(values), each);
    }
}

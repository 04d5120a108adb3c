package io.splitmask.cli.study;

import io.splitmask.cli.progress.Terminal;
import io.splitmask.cli.run.Execution;
import io.splitmask.cli.run.FinetunePlan;
import io.splitmask.cli.run.FinetuneRun;
import io.splitmask.cli.run.PretrainPlan;
import io.splitmask.cli.run.PretrainRun;
import io.splitmask.datasets.ImageSubset;
import io.splitmask.datasets.LabelledSplits;
import io.splitmask.train.CheckpointSettings;
import io.splitmask.train.RunFolder;
import io.splitmask.train.TrainingResult;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/** Measures what the runs of a study take: a few steps of each kind, as they will be, in a folder that is removed. */
final class StudyTrial {
    private static final int STEPS = 8;
    /** What a run takes before its first step and after its last: networks, loaders, files. */
    private static final double SECONDS_AROUND_RUN = 1;
    /** A step goes forward and back; a test only forward. */
    private static final double FORWARD_SHARE = 1.0 / 3;

    private final StudyContext study;
    private final StudySettings settings;
    private final Consumer<String> say;

    StudyTrial(StudyContext study, Consumer<String> say) {
        this.study = study;
        this.settings = study.settings();
        this.say = say;
    }

    /** Measures. @param cells of the plan */
    RunCosts costs(List<Cell> cells) throws Exception {
        CellRunner.remove(study.folder().trial());
        try {
            return measured(cells);
        } finally {
            CellRunner.remove(study.folder().trial());
        }
    }

    private RunCosts measured(List<Cell> cells) throws Exception {
        List<RunCosts.Pretraining> pretrainings = new ArrayList<>();
        Map<PretrainPlan, Double> known = new HashMap<>();
        double fixed = 0;
        int probes = 0;
        for (Cell cell : cells) {
            if (cell.pretrains()) {
                // Runs that differ only in their seed take the same.
                PretrainPlan plan = study.pretrainPlan(cell.unseeded(), STEPS);
                if (!known.containsKey(plan)) {
                    known.put(plan, secondsPerUpdate(cell, plan, known.size()));
                }
                pretrainings.add(new RunCosts.Pretraining(cell.key(), study.updates(cell), known.get(plan)));
                fixed += SECONDS_AROUND_RUN;
                probes++;
            }
        }
        int finetunings =
                settings.finetunes() ? cells.size() * settings.finetuneSeeds().size() : 0;
        double step = settings.finetunes() ? secondsPerFinetuneStep() : 0;
        LabelledSplits target = study.images().target();
        int batch = finetunePlan(1).recipe().batchSize();
        double tests = step * FORWARD_SHARE * target.test().size() / batch;
        fixed += finetunings * (SECONDS_AROUND_RUN + tests);
        if (settings.probes() && probes > 0) {
            fixed += probes * new ProbeTrial(study).seconds(trial(0).weights());
        }
        return new RunCosts(
                pretrainings,
                finetunings,
                settings.finetune().wholeEpochs(),
                step * (target.train().size() / batch),
                fixed);
    }

    private double secondsPerUpdate(Cell cell, PretrainPlan plan, int number) throws Exception {
        StepClock clock = new StepClock(System::nanoTime);
        PretrainRun.Outcome outcome = new PretrainRun(study.methods(), study.tokenizers(), execution(clock))
                .train(study.images(cell), plan, trial(number));
        requireCompleted(outcome.result());
        double seconds = clock.median().orElseThrow();
        say.accept(String.format(
                "  %-40s %7.1f ms an update of %d images",
                cell.label(settings.withAxes(settings.fractions(), List.of(1)), 0),
                1000 * seconds,
                plan.recipe().batchSize()));
        return seconds;
    }

    private double secondsPerFinetuneStep() throws Exception {
        LabelledSplits all = study.images().target();
        int batch = finetunePlan(1).recipe().batchSize();
        LabelledSplits few = new LabelledSplits(
                ImageSubset.spread(all.train(), STEPS * batch), ImageSubset.spread(all.test(), batch));
        int epochs = Math.max(1, STEPS * batch / Math.max(1, few.train().size()));
        StepClock clock = new StepClock(System::nanoTime);
        RunFolder folder = new RunFolder(path("finetune"));
        FinetuneRun.Outcome outcome = new FinetuneRun(execution(clock))
                .run("trial", few, finetunePlan(epochs), Optional.empty(), () -> folder);
        requireCompleted(outcome.result());
        double seconds = clock.median().orElseThrow();
        say.accept(String.format("  %-40s %7.1f ms a step of %d images", "fine-tuning", 1000 * seconds, batch));
        return seconds;
    }

    private static void requireCompleted(TrainingResult result) {
        if (!result.completed()) {
            throw new CancellationException("the measuring begins anew when the study goes on");
        }
    }

    private FinetunePlan finetunePlan(int epochs) {
        return settings.finetune().plan(settings.network(), epochs, Optional.empty(), 0);
    }

    private RunFolder trial(int number) {
        return new RunFolder(path("pretrain-" + number));
    }

    private Path path(String name) {
        return study.folder().trial().resolve(name);
    }

    private Execution execution(StepClock clock) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Execution(
                study.backend(),
                new Terminal(nowhere, 0),
                CheckpointSettings.everySteps(STEPS),
                false,
                false,
                study.execution().loading(),
                study.execution().watch().andThen(clock));
    }
}

package io.splitmask.cli.study;

import io.splitmask.cli.run.FinetunePlan;
import io.splitmask.cli.run.FinetunePlans;
import io.splitmask.cli.run.FinetuneRun;
import io.splitmask.cli.run.PretrainPlan;
import io.splitmask.cli.run.PretrainRun;
import io.splitmask.datasets.LabelledSplits;
import io.splitmask.eval.Evaluation;
import io.splitmask.train.RunConfig;
import io.splitmask.train.RunFolder;
import io.splitmask.train.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Carries out the runs of a cell. Each goes on from what is in its folder, and leaves a {@link StageResult} when it is
 * done.
 */
final class CellRunner {
    private final StudyContext study;

    CellRunner(StudyContext study) {
        this.study = study;
    }

    /** Pre-trains. @return empty if interrupted */
    Optional<StageResult> pretrain(Cell cell, long updates) throws Exception {
        RunFolder folder = study.folder().pretraining(cell);
        PretrainPlan plan = study.pretrainPlan(cell, updates);
        writeConfig("pretrain", plan.seed(), Map.of("data", study.file().pretrainData(), "plan", plan), folder);
        StepClock clock = new StepClock(System::nanoTime);
        int images = study.images(cell).size();
        try {
            PretrainRun.Outcome outcome = new PretrainRun(
                            study.methods(),
                            study.tokenizers(),
                            study.execution().watchedBy(clock))
                    .train(study.images(cell), plan, folder);
            return outcome.result().completed()
                    ? Optional.of(
                            done(folder, new StageResult("", images, updates, seconds(clock, updates), List.of())))
                    : Optional.empty();
        } catch (TrainingStoppedException e) {
            return Optional.of(done(folder, failed(e, images, clock)));
        }
    }

    /** Fine-tunes from the cell's pre-training, or from random weights. @return empty if interrupted */
    Optional<StageResult> finetune(Cell cell, long seed, int epochs) throws Exception {
        RunFolder folder = study.folder().finetuning(cell, seed);
        Optional<Path> weights = cell.pretrains()
                ? Optional.of(study.folder().pretraining(cell).weights().toAbsolutePath())
                : Optional.empty();
        StudySettings settings = study.settings();
        FinetunePlan plan = settings.finetune()
                .plan(
                        settings.network(),
                        epochs,
                        FinetunePlans.pooling(weights),
                        study.file().seed() + seed);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("data", study.file().data());
        weights.ifPresent(file -> facts.put("weights", file.toString()));
        facts.put("plan", plan);
        writeConfig("finetune", plan.seed(), facts, folder);
        StepClock clock = new StepClock(System::nanoTime);
        LabelledSplits images = study.images().target();
        int trained = images.train().size();
        try {
            FinetuneRun.Outcome outcome = new FinetuneRun(study.execution().watchedBy(clock))
                    .run("fine-tuning", images, plan, weights, () -> folder);
            if (outcome.test().isEmpty()) {
                return Optional.empty();
            }
            Evaluation test = outcome.test().get();
            long steps = outcome.result().steps();
            return Optional.of(done(
                    folder, new StageResult("", trained, steps, seconds(clock, steps), List.of(100 * test.top1()))));
        } catch (TrainingStoppedException e) {
            return Optional.of(done(folder, failed(e, trained, clock)));
        }
    }

    /** Probes each block of the cell's pre-training. */
    StageResult probe(Cell cell) throws Exception {
        Path folder = study.folder().probe(cell);
        Path cache = folder.resolve("features");
        LabelledSplits images = study.images().target();
        StudySettings settings = study.settings();
        long seed = study.file().seed() + cell.seed();
        writeConfig(
                "probe",
                seed,
                Map.of("data", study.file().data(), "model", settings.network(), "probe", settings.probe()),
                new RunFolder(folder));
        long start = System.nanoTime();
        CellProbe probe = new CellProbe(study.execution(), settings);
        CellProbe.Seen seen = probe.look(
                images,
                study.images().origin(),
                study.folder().pretraining(cell).weights(),
                cache);
        List<Double> accuracies =
                probe.accuracies(seen, images.train().classes().size(), seed);
        StageResult result =
                new StageResult("", images.train().size(), 0, (System.nanoTime() - start) / 1e9, accuracies);
        result.write(folder);
        remove(cache);
        return result;
    }

    /** Removes a folder with all that is in it. */
    static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void writeConfig(String command, long seed, Map<String, Object> settings, RunFolder folder)
            throws IOException {
        RunConfig.of(command, seed, settings, study.backend().description()).write(folder.config());
    }

    private static StageResult done(RunFolder folder, StageResult result) throws IOException {
        result.write(folder.path());
        return result;
    }

    private static StageResult failed(TrainingStoppedException e, int images, StepClock clock) {
        return new StageResult(String.valueOf(e.getMessage()), images, e.step(), clock.total(), List.of());
    }

    /** Of a run that went on only the last part was timed; the others are taken to be as fast. */
    private static double seconds(StepClock clock, long steps) {
        return clock.steps() == 0 ? 0 : clock.total() * steps / clock.steps();
    }
}

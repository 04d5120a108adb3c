package io.splitmask.cli.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Carries out the runs of a study that are not done yet, one after the other. */
final class StudyRun {
    private final StudyContext study;
    private final StudyLengths lengths;
    private final CellRunner runner;
    private final Consumer<String> say;
    private int number;

    /** Prepares the runs. @param say hears what is about to be done, a line each */
    StudyRun(StudyContext study, StudyLengths lengths, Consumer<String> say) {
        this.study = study;
        this.lengths = lengths;
        this.runner = new CellRunner(study);
        this.say = say;
    }

    /** Runs what is missing. @return results in the order of the cells; empty if interrupted */
    Optional<List<CellResult>> run(List<Cell> cells) throws Exception {
        List<CellResult> results = new ArrayList<>();
        for (Cell cell : cells) {
            number++;
            Optional<CellResult> result = run(cell, "[" + number + "/" + cells.size() + "] ");
            if (result.isEmpty()) {
                return Optional.empty();
            }
            results.add(result.get());
        }
        return Optional.of(results);
    }

    private Optional<CellResult> run(Cell cell, String place) throws Exception {
        String name = place + cell.label(study.settings(), length(cell));
        Optional<StageResult> pretraining = Optional.empty();
        if (cell.pretrains()) {
            pretraining = pretraining(cell, name);
            if (pretraining.isEmpty()) {
                return Optional.empty();
            }
            if (pretraining.get().failed()) {
                say.accept(name + ": pre-training stopped: " + pretraining.get().failure());
                return Optional.of(new CellResult(cell, pretraining, List.of(), Optional.empty()));
            }
        }
        List<StageResult> finetunings = new ArrayList<>();
        if (study.settings().finetunes()) {
            for (long seed : study.settings().finetuneSeeds()) {
                Optional<StageResult> finetuning = finetuning(cell, seed, name);
                if (finetuning.isEmpty()) {
                    return Optional.empty();
                }
                finetunings.add(finetuning.get());
            }
        }
        Optional<StageResult> probe =
                study.settings().probes() && cell.pretrains() ? Optional.of(probe(cell, name)) : Optional.empty();
        return Optional.of(new CellResult(cell, pretraining, finetunings, probe));
    }

    private double length(Cell cell) throws IOException {
        return cell.pretrains()
                ? StudyOutcome.epochs(study.images(cell).size(), lengths.updates(cell), study.settings())
                : 0;
    }

    private Optional<StageResult> pretraining(Cell cell, String name) throws Exception {
        Optional<StageResult> done =
                StageResult.read(study.folder().pretraining(cell).path());
        if (done.isPresent()) {
            return done;
        }
        long updates = lengths.updates(cell);
        say.accept(name + ": pre-training, " + updates + " updates on "
                + study.images(cell).size() + " images");
        return runner.pretrain(cell, updates);
    }

    private Optional<StageResult> finetuning(Cell cell, long seed, String name) throws Exception {
        Optional<StageResult> done =
                StageResult.read(study.folder().finetuning(cell, seed).path());
        if (done.isPresent()) {
            return done;
        }
        say.accept(name + ": fine-tuning, " + StudyNotes.epochs(lengths.finetuneEpochs()) + ", seed " + seed);
        return runner.finetune(cell, seed, lengths.finetuneEpochs());
    }

    private StageResult probe(Cell cell, String name) throws Exception {
        Optional<StageResult> done = StageResult.read(study.folder().probe(cell));
        if (done.isPresent()) {
            return done.get();
        }
        say.accept(name + ": linear probes of each block");
        return runner.probe(cell);
    }
}

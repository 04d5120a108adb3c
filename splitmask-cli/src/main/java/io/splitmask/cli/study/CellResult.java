package io.splitmask.cli.study;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was found of a cell.
 *
 * @param cell what ran
 * @param pretraining empty without pre-training
 * @param finetunings in the order of their seeds
 * @param probe empty without
 */
record CellResult(
        Cell cell, Optional<StageResult> pretraining, List<StageResult> finetunings, Optional<StageResult> probe) {
    /** Copies the list. */
    CellResult {
        finetunings = List.copyOf(finetunings);
    }

    /** Returns all runs. */
    Stream<StageResult> stages() {
        return Stream.of(pretraining.stream(), finetunings.stream(), probe.stream())
                .flatMap(runs -> runs);
    }
}

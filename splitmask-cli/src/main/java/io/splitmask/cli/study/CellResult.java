package io.splitmask.cli.study;

import java.util.List;
import java.util.Optional;

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
}

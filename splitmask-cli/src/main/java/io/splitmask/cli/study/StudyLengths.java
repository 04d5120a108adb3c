package io.splitmask.cli.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long the runs of a study are.
 *
 * @param factor on the lengths of pre-training in the plan; 1 for the plan as it is
 * @param updates optimizer steps of each pre-training, by the key of its cell
 * @param finetuneEpochs epochs of each fine-tuning; 0 for none
 * @param expectedSeconds of all runs; 0 if nothing was measured
 */
record StudyLengths(double factor, Map<String, Long> updates, int finetuneEpochs, double expectedSeconds) {
    /** Copies the map in its order. */
    StudyLengths {
        updates = Collections.unmodifiableMap(new LinkedHashMap<>(updates));
    }

    /** Returns the optimizer steps of a cell. */
    long updates(Cell cell) {
        Long steps = updates.get(cell.key());
        if (steps == null) {
            throw new IllegalStateException("no length was chosen for " + cell.key());
        }
        return steps;
    }
}

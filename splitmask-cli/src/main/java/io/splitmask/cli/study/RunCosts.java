package io.splitmask.cli.study;

import java.util.List;

/**
 * What the runs of a study take, as measured.
 *
 * @param pretrainings those of the plan
 * @param finetunings how many runs there are; 0 for none
 * @param finetuneEpochs epochs of each in the plan
 * @param secondsPerEpoch of fine-tuning
 * @param fixedSeconds of all that no length changes: tests, probes, starts
 */
record RunCosts(
        List<Pretraining> pretrainings,
        int finetunings,
        int finetuneEpochs,
        double secondsPerEpoch,
        double fixedSeconds) {
    /**
     * A pre-training.
     *
     * @param key of its cell
     * @param updates in the plan
     * @param secondsPerUpdate measured
     */
    record Pretraining(String key, long updates, double secondsPerUpdate) {}
}

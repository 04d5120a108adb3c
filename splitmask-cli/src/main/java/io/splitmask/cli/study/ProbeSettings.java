package io.splitmask.cli.study;

import io.splitmask.config.Problems;
import io.splitmask.eval.probe.ProbeRecipe;

/**
 * How linear classifiers are trained on the features of each block, by BEiT's protocol.
 *
 * @param epochs 0 for no probes
 * @param batch images in a step
 * @param learningRate peak, at a batch of 256
 */
record ProbeSettings(int epochs, int batch, double learningRate) {
    /** No probes; with epochs, those of BEiT. */
    static final ProbeSettings DEFAULT =
            new ProbeSettings(0, ProbeRecipe.BEIT.batchSize(), ProbeRecipe.BEIT.learningRate());

    /** Checks the numbers. */
    ProbeSettings {
        Problems.of("probe")
                .atLeast(0, "epochs", epochs)
                .atLeast(1, "batch", batch)
                .positive("learningRate", learningRate)
                .throwIfAny();
    }

    ProbeRecipe recipe() {
        return ProbeRecipe.BEIT.withEpochs(epochs, 0).withBatchSize(batch).withLearningRate(learningRate);
    }
}

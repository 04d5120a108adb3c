package io.splitmask.cli.probe;

import io.splitmask.eval.feature.FeatureTable;
import io.splitmask.eval.probe.LinearProbe;
import io.splitmask.eval.probe.ProbeRecipe;
import io.splitmask.eval.probe.ProbeResult;
import io.splitmask.spi.Backend;
import java.io.IOException;
import java.util.List;

/**
 * Classifiers trained in steps over batches.
 *
 * @param recipe all but the learning rate
 * @param rates learning rates of which the best is chosen, at a batch of 256; one for no choice
 */
record StepTrainer(ProbeRecipe recipe, List<Double> rates) implements ProbeTrainer {
    private static final ProbeWords WORDS =
            new ProbeWords("learning rate", "Learning rates", "learning_rate", "learningRate", "epoch");

    /** Copies the list. */
    StepTrainer {
        rates = List.copyOf(rates);
    }

    @Override
    public List<Double> choices() {
        return rates;
    }

    @Override
    public ProbeResult train(
            Backend backend, int classes, long seed, double choice, FeatureTable train, FeatureTable test)
            throws IOException {
        return new LinearProbe(backend, recipe.withLearningRate(choice), classes, seed).run(train, test);
    }

    @Override
    public ProbeWords words() {
        return WORDS;
    }

    @Override
    public String account() {
        return "a linear classifier on its features was trained, for " + recipe.epochs() + " epochs";
    }
}

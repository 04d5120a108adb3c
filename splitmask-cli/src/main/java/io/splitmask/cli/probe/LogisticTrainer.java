package io.splitmask.cli.probe;

import io.splitmask.eval.feature.FeatureTable;
import io.splitmask.eval.probe.LogisticProbe;
import io.splitmask.eval.probe.LogisticRecipe;
import io.splitmask.eval.probe.ProbeResult;
import io.splitmask.spi.Backend;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Classifiers of logistic regression.
 *
 * @param recipe all but C
 * @param cs values of C of which the best is chosen; one for no choice
 */
record LogisticTrainer(LogisticRecipe recipe, List<Double> cs) implements ProbeTrainer {
    private static final ProbeWords WORDS = new ProbeWords("C", "Values of C", "c", "c", "iteration");

    /** Copies the list. */
    LogisticTrainer {
        cs = List.copyOf(cs);
    }

    @Override
    public List<Double> choices() {
        return cs;
    }

    @Override
    public ProbeResult train(
            Backend backend, int classes, long seed, double choice, FeatureTable train, FeatureTable test)
            throws IOException {
        return new LogisticProbe(backend, recipe.withC(choice), classes).run(train, test);
    }

    @Override
    public ProbeWords words() {
        return WORDS;
    }

    @Override
    public String account() {
        return "logistic regression on its features was fitted, in at most " + recipe.maxIterations()
                + " iterations of L-BFGS";
    }

    @Override
    public Optional<String> remark(List<ProbeResult> results) {
        List<ProbeResult> stopped =
                results.stream().filter(result -> !result.converged()).toList();
        if (stopped.isEmpty()) {
            return Optional.empty();
        }
        boolean atLimit =
                stopped.stream().anyMatch(result -> result.topOneByEpoch().size() >= recipe.maxIterations());
        return Optional.of(stopped.size() + " of " + results.size() + " stopped before the optimum, "
                + (atLimit
                        ? "at the limit of " + recipe.maxIterations() + " iterations; --epochs raises it"
                        : "where single precision no longer tells better weights from worse; a smaller --c helps"));
    }
}

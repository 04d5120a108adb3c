package io.splitmask.cli.probe;

import io.splitmask.cli.option.UsageException;
import io.splitmask.eval.probe.LogisticRecipe;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether and how logistic regression takes the place of the protocol's training. */
final class LogisticOptions {
    /** A factor of 100 apart, since the best depends on the scale of the features. */
    private static final List<Double> CHOICES = List.of(0.01, 1.0, 100.0, 10_000.0);

    @Option(
            names = "--logistic",
            description =
                    "Logistic regression by L-BFGS on the protocol's features, as they are, in place of its training: "
                            + "the optimum, with neither learning rate nor chance.")
    private boolean logistic;

    @Option(
            names = "--c",
            split = ",",
            paramLabel = "C",
            description =
                    "C of logistic regression as in scikit-learn: the larger, the less weights are held back. Of several, "
                            + "separated by commas, each classifier takes the one that is best on every fifth training image, "
                            + "held out to choose it. Default: 0.01, 1, 100 and 10000.")
    private @Nullable List<Double> cs;

    /** Returns whether logistic regression was asked for. @throws UsageException if its option was given without it */
    boolean chosen() {
        if (cs != null && !logistic) {
            throw new UsageException("--c: only with --logistic");
        }
        return logistic;
    }

    /** Returns what trains. @param iterations limit as asked for; empty if not */
    LogisticTrainer trainer(OptionalInt iterations) {
        List<Double> choices = cs == null ? CHOICES : cs;
        for (double c : choices) {
            if (!(c > 0 && c < Double.POSITIVE_INFINITY)) {
                throw new UsageException("--c: expected numbers above 0, got " + c);
            }
        }
        LogisticRecipe recipe = LogisticRecipe.CLIP;
        return new LogisticTrainer(recipe.withMaxIterations(iterations.orElse(recipe.maxIterations())), choices);
    }
}

package io.splitmask.eval.probe;

import io.splitmask.config.Problems;
import io.splitmask.eval.feature.FeatureTable;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.EngineCalls;
import java.io.IOException;

/**
 * Multinomial logistic regression on features: the linear classifier at the optimum of {@link LogisticRecipe}, which
 * nothing random leads to. The training features stay on the engine's device while it is found.
 *
 * <p>In single precision the optimum is found to about four digits of the weights. With products in bfloat16, or a C so
 * large that nothing holds the weights back, the search may end before it, and the result says so.
 */
public final class LogisticProbe {
    static final String TASK = "logistic regression";

    private final Backend backend;
    private final LogisticRecipe recipe;
    private final int classes;

    /**
     * Creates the probe.
     *
     * @param classes number of classes, two or more
     */
    public LogisticProbe(Backend backend, LogisticRecipe recipe, int classes) {
        Problems.of("LogisticProbe").atLeast(2, "classes", classes).throwIfAny();
        this.backend = backend;
        this.recipe = recipe;
        this.classes = classes;
    }

    /**
     * Finds the classifier of one table and tests it on another.
     *
     * @param train all rows labelled, of two or more classes
     * @param test rows without a label are classified but do not count
     * @return the result; its epochs are iterations of L-BFGS
     * @throws IllegalArgumentException if the tables do not fit each other or the classes
     * @throws ArithmeticException if the loss is not finite
     */
    public ProbeResult run(FeatureTable train, FeatureTable test) throws IOException {
        TableCheck.require(TASK, train, test, classes);
        requireSeveralClasses(train);
        return EngineCalls.call(backend, () -> {
            try (TensorScope scope = TensorScope.open()) {
                ProbeNetwork network = new ProbeNetwork(backend, train.width(), classes, false);
                LogisticObjective objective = new LogisticObjective(network, classes, train, recipe.c());
                return new LogisticFit(objective, recipe).run(new ProbeScoring(TASK, network, test));
            }
        });
    }

    /** One class alone has no optimum: its bias grows without end. */
    private static void requireSeveralClasses(FeatureTable train) {
        for (int row = 1; row < train.rows(); row++) {
            if (train.label(row) != train.label(0)) {
                return;
            }
        }
        throw new IllegalArgumentException(TASK + ": expected training images of two or more classes, got "
                + train.rows() + (train.rows() == 0 ? " images" : " of class " + train.label(0)));
    }
}

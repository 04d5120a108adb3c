package io.splitmask.eval.probe;

import com.github.lbfgs4j.liblbfgs.Lbfgs;
import com.github.lbfgs4j.liblbfgs.LbfgsConstant.LBFGS_Param;
import com.github.lbfgs4j.liblbfgs.LbfgsConstant.ReturnValue;
import com.github.lbfgs4j.liblbfgs.MutableDouble;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the weights of logistic regression by L-BFGS, from weights of 0. */
final class LogisticFit {
    private static final Logger LOG = LoggerFactory.getLogger(LogisticFit.class);
    /** Steps that the curvature is taken from. */
    private static final int MEMORY = 10;

    private final LogisticObjective objective;
    private final LogisticRecipe recipe;

    LogisticFit(LogisticObjective objective, LogisticRecipe recipe) {
        this.objective = objective;
        this.recipe = recipe;
    }

    ProbeResult run(ProbeScoring test) {
        List<Double> topOne = new ArrayList<>();
        double[] weights = new double[objective.size()];
        LBFGS_Param settings = Lbfgs.defaultParams();
        settings.m = MEMORY;
        settings.max_iterations = recipe.maxIterations();
        settings.epsilon = 0; // its norm of the gradient grows with the number of weights; the recipe's limit does not
        ReturnValue end = Lbfgs.lbfgs(
                weights.length,
                weights,
                new MutableDouble(),
                (instance, x, gradient, n, step) -> objective.value(x, gradient),
                (instance, x, gradient, loss, norm, gradientNorm, step, n, iteration, trials) -> {
                    topOne.add(test.topOne());
                    return largest(gradient) <= recipe.tolerance() ? ReturnValue.LBFGS_STOP : ReturnValue.LBFGS_SUCCESS;
                },
                null,
                settings);
        // A line search that fails for lack of precision leaves other weights in the network than it returns.
        double[] gradient = new double[weights.length];
        double value = objective.value(weights, gradient);
        boolean converged = largest(gradient) <= recipe.tolerance();
        LOG.debug(
                "{}: {} after {} iterations: value {}, largest component of the gradient {}",
                LogisticProbe.TASK,
                end,
                topOne.size(),
                value,
                largest(gradient));
        if (topOne.isEmpty()) {
            topOne.add(test.topOne());
        }
        return new ProbeResult(test.evaluate(), topOne, objective.crossEntropy(), converged);
    }

    private static double largest(double[] gradient) {
        double largest = 0;
        for (double component : gradient) {
            largest = Math.max(largest, Math.abs(component));
        }
        return largest;
    }
}

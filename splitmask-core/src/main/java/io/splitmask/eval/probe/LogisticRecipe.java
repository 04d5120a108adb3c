package io.splitmask.eval.probe;

import io.splitmask.config.Problems;

/**
 * What logistic regression minimises, and when it has: the sum of the images' cross-entropies times C plus half the sum of
 * the squared weights, without those of the bias. This is scikit-learn's objective under scikit-learn's C. Features are
 * taken as they are, so the best C depends on their scale.
 *
 * @param c C, above 0: the larger, the less weights are held back
 * @param tolerance largest component of the gradient at which it is done, where the objective is divided by C and by the
 *     number of images
 * @param maxIterations of L-BFGS, each of about one pass over the images
 */
public record LogisticRecipe(double c, double tolerance, int maxIterations) {
    /**
     * CLIP's example, with scikit-learn's tolerance.
     *
     * @see "openai/CLIP 10f92d3, README.md, Linear-probe evaluation"
     */
    public static final LogisticRecipe CLIP = new LogisticRecipe(0.316, 1e-4, 1000);

    /** Checks the numbers. */
    public LogisticRecipe {
        Problems.of("LogisticRecipe")
                .positive("c", c)
                .positive("tolerance", tolerance)
                .atLeast(1, "maxIterations", maxIterations)
                .throwIfAny();
    }

    /** Returns the same recipe with another C. */
    public LogisticRecipe withC(double newC) {
        return new LogisticRecipe(newC, tolerance, maxIterations);
    }

    /** Returns the same recipe with another limit of iterations. */
    public LogisticRecipe withMaxIterations(int newMaxIterations) {
        return new LogisticRecipe(c, tolerance, newMaxIterations);
    }
}

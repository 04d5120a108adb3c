package io.splitmask.random;

import io.splitmask.config.Problems;
import java.util.random.RandomGenerator;

/** The beta distribution, in strict mathematics: a seed gives the same numbers on every JVM. */
public final class BetaDistribution {
    private BetaDistribution() {}

    /**
     * Draws a value: {@code x / (x + y)} of two gamma variables.
     *
     * @param alpha first parameter, above 0
     * @param beta second parameter, above 0
     * @return 0 to 1; the ends occur for small parameters, by rounding
     */
    public static double draw(double alpha, double beta, RandomGenerator random) {
        Problems.of("BetaDistribution")
                .positive("alpha", alpha)
                .positive("beta", beta)
                .throwIfAny();
        // Gamma variables of small parameters are often too small for a double; their logarithms are not.
        double x = logGamma(alpha, random);
        double y = logGamma(beta, random);
        return 1 / (1 + StrictMath.exp(y - x));
    }

    /**
     * Draws the logarithm of a gamma variable of scale 1.
     *
     * @see "Marsaglia, Tsang 2000: A simple method for generating gamma variables, ACM TOMS 26 (3)"
     */
    private static double logGamma(double shape, RandomGenerator random) {
        if (shape < 1) {
            double boost = StrictMath.log(RandomStream.nextOpenDouble(random)) / shape;
            return logGamma(shape + 1, random) + boost;
        }
        double d = shape - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double normal = NormalDistribution.quantile(RandomStream.nextOpenDouble(random));
            double root = 1 + c * normal;
            double v = root * root * root;
            double u = RandomStream.nextOpenDouble(random);
            if (root > 0 && StrictMath.log(u) < normal * normal / 2 + d - d * v + d * StrictMath.log(v)) {
                return StrictMath.log(d) + StrictMath.log(v);
            }
        }
    }
}

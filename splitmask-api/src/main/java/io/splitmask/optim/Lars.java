package io.splitmask.optim;

import io.splitmask.config.Problems;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import java.util.List;

/**
 * LARS as in the MoCo v3 and MAE code (golden cases, section 13): parameters of more than one dimension step in
 * proportion to their own norm.
 */
public final class Lars extends MomentumOptimizer {
    private final double trustCoefficient;

    /**
     * Creates the optimizer.
     *
     * @param momentum share of the sum so far, 0 to below 1; 0 for none
     * @param trustCoefficient above 0; 0.001 in the cited code
     */
    public Lars(Backend backend, List<ParameterGroup> groups, double momentum, double trustCoefficient) {
        super(backend, groups, momentum);
        Problems.of("Lars").positive("trustCoefficient", trustCoefficient).throwIfAny();
        this.trustCoefficient = trustCoefficient;
    }

    @Override
    Tensor direction(Tensor parameter, Tensor gradient, double weightDecay) {
        if (parameter.shape().rank() <= 1) {
            return gradient;
        }
        Tensor direction = gradient.add(parameter.multiply((float) weightDecay));
        double parameterNorm = norm(parameter);
        double directionNorm = norm(direction);
        return parameterNorm > 0 && directionNorm > 0
                ? direction.multiply((float) (trustCoefficient * parameterNorm / directionNorm))
                : direction;
    }

    private static double norm(Tensor x) {
        return Math.sqrt(x.backend().kernels().sumOfSquares(List.of(x.buffer())));
    }

    @Override
    Tensor update(Tensor direction, Tensor sum) {
        return sum;
    }
}

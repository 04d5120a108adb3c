package io.splitmask.optim;

import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import java.util.List;

/** Stochastic gradient descent with optional (Nesterov) momentum, without dampening (golden cases, section 13). */
public final class Sgd extends MomentumOptimizer {
    private final boolean nesterov;

    private Sgd(Backend backend, List<ParameterGroup> groups, double momentum, boolean nesterov) {
        super(backend, groups, momentum);
        this.nesterov = nesterov;
    }

    /**
     * Returns an optimizer with heavy-ball momentum.
     *
     * @param momentum share of the sum so far, 0 to below 1; 0 for none
     */
    public static Sgd withMomentum(Backend backend, List<ParameterGroup> groups, double momentum) {
        return new Sgd(backend, groups, momentum, false);
    }

    /**
     * Returns an optimizer with Nesterov's momentum.
     *
     * @param momentum share of the sum so far, 0 to below 1
     */
    public static Sgd withNesterovMomentum(Backend backend, List<ParameterGroup> groups, double momentum) {
        return new Sgd(backend, groups, momentum, true);
    }

    @Override
    Tensor direction(Tensor parameter, Tensor gradient, double weightDecay) {
        return weightDecay == 0 ? gradient : gradient.add(parameter.multiply((float) weightDecay));
    }

    @Override
    Tensor update(Tensor direction, Tensor sum) {
        return nesterov ? direction.add(sum.multiply((float) momentum())) : sum;
    }
}

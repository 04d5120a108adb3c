package io.splitmask.eval.probe;

import io.splitmask.optim.AdamW;
import io.splitmask.optim.Lars;
import io.splitmask.optim.Optimizer;
import io.splitmask.optim.ParameterGroup;
import io.splitmask.optim.Sgd;
import io.splitmask.spi.Backend;
import java.util.List;

/** What moves the weights of a linear probe. */
public enum ProbeOptimizer {
    /** Stochastic gradient descent with momentum 0.9. */
    SGD {
        @Override
        Optimizer create(Backend backend, List<ParameterGroup> groups) {
            return Sgd.withMomentum(backend, groups, MOMENTUM);
        }
    },
    /** LARS with momentum 0.9 and trust coefficient 0.001. */
    LARS {
        @Override
        Optimizer create(Backend backend, List<ParameterGroup> groups) {
            return new Lars(backend, groups, MOMENTUM, TRUST_COEFFICIENT);
        }
    },
    /** AdamW with its usual constants. */
    ADAMW {
        @Override
        Optimizer create(Backend backend, List<ParameterGroup> groups) {
            return new AdamW(backend, groups, AdamW.Settings.DEFAULT);
        }
    };

    private static final double MOMENTUM = 0.9;
    private static final double TRUST_COEFFICIENT = 0.001;

    abstract Optimizer create(Backend backend, List<ParameterGroup> groups);
}

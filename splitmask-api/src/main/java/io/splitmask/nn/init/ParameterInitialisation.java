package io.splitmask.nn.init;

import io.splitmask.nn.Module;
import io.splitmask.nn.RelativePositionBias;
import io.splitmask.random.SplittableSeed;
import io.splitmask.tensor.Shape;
import java.util.Optional;

/**
 * How the parameters of a network start, by name. Every parameter has a stream of its own, derived from its name, so the
 * values depend neither on the engine nor on the other parameters.
 */
@FunctionalInterface
public interface ParameterInitialisation {
    /**
     * Returns how a parameter starts; empty if it keeps the value of its module.
     *
     * @param name in full
     */
    Optional<Initializer> of(String name, Shape shape);

    /**
     * Overwrites the parameters of a network. Tables of relative positions start at 0, whatever the rule for others.
     *
     * @param seed of the initial values, from which one per name is derived
     */
    default void apply(Module network, SplittableSeed seed) {
        network.parameters().forEach((name, parameter) -> initializer(name, parameter.shape())
                .map(initializer -> initializer.values(parameter.shape(), seed.child(name).stream()))
                .ifPresent(parameter::assign));
    }

    private Optional<Initializer> initializer(String name, Shape shape) {
        return name.endsWith(RelativePositionBias.TABLE) ? Optional.of(Initializer.constant(0f)) : of(name, shape);
    }
}

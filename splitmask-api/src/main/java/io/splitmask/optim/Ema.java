package io.splitmask.optim;

import io.splitmask.nn.Module;
import io.splitmask.nn.Parameter;
import io.splitmask.spi.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Weights that follow another module's: {@code w = momentum * w + (1 - momentum) * source} (golden case {@code ema}). */
public final class Ema {
    private final Module target;
    private final List<Buffer> targets = new ArrayList<>();
    private final List<Buffer> sources = new ArrayList<>();

    /**
     * Pairs the parameters of two modules by name.
     *
     * @throws IllegalArgumentException if they do not have the same names
     */
    public Ema(Module target, Module source) {
        this.target = target;
        Map<String, Parameter> from = source.parameters();
        Map<String, Parameter> to = target.parameters();
        if (!from.keySet().equals(to.keySet())) {
            throw new IllegalArgumentException(
                    "ema: expected two modules with the same parameters, got " + to.keySet() + " and " + from.keySet());
        }
        to.values().forEach(parameter -> targets.add(parameter.tensor().buffer()));
        to.keySet()
                .forEach(name -> sources.add(
                        Objects.requireNonNull(from.get(name)).tensor().buffer()));
    }

    /** Moves the target towards the source. @param momentum 0..1 */
    public void update(double momentum) {
        target.backend().kernels().ema(targets, sources, (float) momentum);
    }
}

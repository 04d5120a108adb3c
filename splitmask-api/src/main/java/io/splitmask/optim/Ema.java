package io.splitmask.optim;

import io.splitmask.config.Problems;
import io.splitmask.nn.Module;
import io.splitmask.nn.Parameter;
import io.splitmask.spi.Buffer;
import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Weights that follow another module's: {@code w = momentum * w + (1 - momentum) * source} (golden case {@code ema}). */
public final class Ema {
    private final Module target;
    private final List<Parameter> targets = new ArrayList<>();
    private final List<Parameter> sources = new ArrayList<>();

    /**
     * Pairs the parameters of two modules by name.
     *
     * @throws IllegalArgumentException if they do not have the same names and shapes
     */
    public Ema(Module target, Module source) {
        this.target = target;
        Map<String, Parameter> from = source.parameters();
        Map<String, Parameter> to = target.parameters();
        checkSame(shapes(to), shapes(from));
        targets.addAll(to.values());
        to.keySet().forEach(name -> sources.add(Objects.requireNonNull(from.get(name))));
    }

    private static Map<String, Shape> shapes(Map<String, Parameter> parameters) {
        Map<String, Shape> shapes = new TreeMap<>();
        parameters.forEach((name, parameter) -> shapes.put(name, parameter.shape()));
        return shapes;
    }

    /** Names the parameters that only one module has, or has in this shape. */
    private static void checkSame(Map<String, Shape> target, Map<String, Shape> source) {
        if (!target.equals(source)) {
            Map<String, Shape> onlyTarget = new TreeMap<>(target);
            onlyTarget.entrySet().removeAll(source.entrySet());
            Map<String, Shape> onlySource = new TreeMap<>(source);
            onlySource.entrySet().removeAll(target.entrySet());
            throw new IllegalArgumentException("ema: expected two modules with the same parameters, got " + onlyTarget
                    + " in the target alone and " + onlySource + " in the source alone");
        }
    }

    /**
     * Moves the target towards the source.
     *
     * @param momentum 0..1
     */
    public void update(double momentum) {
        Problems.of("ema").share("momentum", momentum).throwIfAny();
        target.backend().kernels().ema(buffers(targets), buffers(sources), momentum);
    }

    private static List<Buffer> buffers(List<Parameter> parameters) {
        return parameters.stream().map(parameter -> parameter.tensor().buffer()).toList();
    }
}

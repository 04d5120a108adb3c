package io.splitmask.nn;

import io.splitmask.profile.Place;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Shape;
import io.splitmask.tensor.ShapeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A layer with named parameters and named children. Freeing is up to the scope in which it was made. */
public abstract class Module {
    private final Backend backend;
    private final Map<String, Parameter> own = new LinkedHashMap<>();
    private final Map<String, Parameter> ownStatistics = new LinkedHashMap<>();
    private final List<Module> inlined = new ArrayList<>();
    private final Map<String, Module> children = new LinkedHashMap<>();

    /** Creates a module on a backend. */
    protected Module(Backend backend) {
        this.backend = backend;
    }

    /** Returns the backend that holds the parameters. */
    public final Backend backend() {
        return backend;
    }

    /** Makes a parameter of this module, filled with one value. */
    protected final Parameter parameter(String name, Shape shape, float value) {
        Parameter parameter = new Parameter(backend, shape, value);
        putNew(own, name, parameter);
        return parameter;
    }

    /** Makes a tensor of this module that is stored but not trained, such as a running mean. */
    protected final Parameter statistic(String name, Shape shape, float value) {
        Parameter statistic = new Parameter(backend, shape, value);
        putNew(ownStatistics, name, statistic);
        return statistic;
    }

    /** Adds a child; its parameters get the prefix {@code name.}. */
    protected final <M extends Module> M child(String name, M module) {
        putNew(children, name, module);
        return module;
    }

    /** Adds a child whose parameters keep their own names. */
    protected final <M extends Module> M inline(M module) {
        inlined.add(module);
        return module;
    }

    /** Returns all parameters by full name, such as {@code blocks.0.attn.qkv.weight}, in a fixed order. */
    public final Map<String, Parameter> parameters() {
        return collect(own, Module::parameters);
    }

    /** Returns what is stored with the parameters but not trained, by full name, in a fixed order. */
    public final Map<String, Parameter> statistics() {
        return collect(ownStatistics, Module::statistics);
    }

    private Map<String, Parameter> collect(
            Map<String, Parameter> mine, Function<Module, Map<String, Parameter>> ofModule) {
        Map<String, Parameter> all = new LinkedHashMap<>(mine);
        inlined.forEach(module -> ofModule.apply(module).forEach((name, parameter) -> putNew(all, name, parameter)));
        children.forEach((name, child) ->
                ofModule.apply(child).forEach((inner, parameter) -> putNew(all, name + "." + inner, parameter)));
        return all;
    }

    /** Two of one name would be one in checkpoints and optimizers, and the other would never be stored or trained. */
    private <T> void putNew(Map<String, T> all, String name, T value) {
        if (all.putIfAbsent(name, value) != null) {
            throw new IllegalStateException(
                    getClass().getSimpleName() + ": expected names that differ, got '" + name + "' twice");
        }
    }

    /** Returns this module and all inside it, each after the one that holds it. */
    public final Stream<Module> modules() {
        return Stream.concat(
                Stream.of(this),
                Stream.concat(inlined.stream(), children.values().stream()).flatMap(Module::modules));
    }

    /**
     * Trades time for memory: every transformer block inside keeps only its input for the backward pass and is computed
     * a second time there. Results do not change.
     */
    public final void recomputeBlocks() {
        modules().filter(TransformerBlock.class::isInstance).forEach(block -> ((TransformerBlock) block).recompute());
    }

    /** Returns how many numbers the parameters hold. */
    public final long parameterCount() {
        return parameters().values().stream().mapToLong(p -> p.shape().size()).sum();
    }

    /** Runs a child's computation so that shape errors and profiles name its path. */
    protected static <T> T at(String child, Supplier<T> body) {
        try {
            return Place.inChild(child, body);
        } catch (ShapeException e) {
            throw e.at(child);
        }
    }
}

package io.splitmask.tck.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.autograd.Gradients;
import io.splitmask.nn.Parameter;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Moves stored tensors to a backend and compares tensors with them, shape and values. */
public final class GoldenTensors {
    private GoldenTensors() {}

    /** Uploads float values. */
    public static Tensor floats(Backend backend, GoldenCase golden, String name) {
        GoldenTensor stored = golden.tensor(name);
        return Tensor.of(backend, stored.floats(), stored.shape().toArray());
    }

    /**
     * Uploads whole numbers.
     *
     * @param bound each must be in 0..bound-1
     */
    public static Tensor indices(Backend backend, GoldenCase golden, String name, int bound) {
        GoldenTensor stored = golden.tensor(name);
        return Tensor.ofIndices(backend, stored.ints(), bound, stored.shape().toArray());
    }

    /** Compares a tensor with a stored one, whole numbers exactly. */
    public static void check(GoldenCase golden, String name, Tensor actual) {
        GoldenTensor stored = golden.tensor(name);
        assertThat(actual.shape()).as("%s, shape of %s", golden, name).isEqualTo(stored.shape());
        if (stored.isInteger()) {
            golden.assertTensor(name, actual.toInts());
        } else {
            golden.assertTensor(name, actual.toFloats());
        }
    }

    /** Overwrites all parameters from the tensors {@code prefix + name}; there must be no others. */
    public static void load(GoldenCase golden, String prefix, Map<String, Parameter> parameters) {
        assertThat(new TreeSet<>(parameters.keySet()))
                .as("%s, names of parameters under %s", golden, prefix)
                .isEqualTo(namesUnder(golden, prefix));
        parameters.forEach((name, parameter) -> {
            GoldenTensor stored = golden.tensor(prefix + name);
            assertThat(parameter.shape()).as("%s, shape of %s", golden, name).isEqualTo(stored.shape());
            parameter.assign(stored.floats());
        });
    }

    /** Compares all gradients stored under {@code prefix} with those of the parameters of these names. */
    public static void checkGradients(
            GoldenCase golden, String prefix, Gradients gradients, Map<String, Parameter> parameters) {
        for (String name : namesUnder(golden, prefix)) {
            Parameter parameter = Objects.requireNonNull(parameters.get(name), () -> "no parameter " + name);
            check(golden, prefix + name, gradients.orZero(parameter.tensor()));
        }
    }

    /** Compares all tensors stored under {@code prefix} with the parameters of these names, which must be all. */
    public static void checkParameters(GoldenCase golden, String prefix, Map<String, Parameter> parameters) {
        assertThat(new TreeSet<>(parameters.keySet()))
                .as("%s, names under %s", golden, prefix)
                .isEqualTo(namesUnder(golden, prefix));
        parameters.forEach((name, parameter) -> check(golden, prefix + name, parameter.tensor()));
    }

    private static Set<String> namesUnder(GoldenCase golden, String prefix) {
        Set<String> names = new TreeSet<>();
        golden.tensorNames(prefix).forEach(full -> names.add(full.substring(prefix.length())));
        return names;
    }
}

package io.splitmask.interop.dl4j;

import io.splitmask.nn.Parameter;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/** The layers that a Vision Transformer is made of, by the names of their parameters. R is the number of rows. */
final class VitLayers {
    private final SameDiff graph;
    private final Map<String, Parameter> parameters;
    private final double layerNormEps;

    VitLayers(SameDiff graph, Map<String, Parameter> parameters, double layerNormEps) {
        this.graph = graph;
        this.parameters = parameters;
        this.layerNormEps = layerNormEps;
    }

    boolean has(String name) {
        return parameters.containsKey(name);
    }

    float[] values(String name) {
        return parameter(name).toFloats();
    }

    private Parameter parameter(String name) {
        return Objects.requireNonNull(parameters.get(name), name);
    }

    /** Adds values, row-major. */
    SDVariable constant(String name, float[] values, long... shape) {
        return graph.constant(name, Nd4j.createFromArray(values).reshape(shape));
    }

    /** Adds a parameter as it is. */
    SDVariable weight(String name) {
        int[] shape = parameter(name).shape().toArray();
        return constant(name, values(name), Arrays.stream(shape).asLongStream().toArray());
    }

    /** Layer norm over the last axis. @param x [R, D] */
    SDVariable norm(String name, SDVariable x) {
        SDVariable centred = x.sub(x.mean(true, 1));
        SDVariable variance = graph.math().square(centred).mean(true, 1);
        SDVariable normal = centred.mul(graph.math().rsqrt(variance.add(layerNormEps)));
        return normal.mul(weight(name + ".weight")).add(weight(name + ".bias"));
    }

    /** A linear layer. @param x [R, in] @return [R, out] */
    SDVariable linear(String name, SDVariable x) {
        return linear(x, weight(name + ".weight"), weight(name + ".bias"));
    }

    /** The same with a weight [out, in] and a bias that are there already. */
    SDVariable linear(SDVariable x, SDVariable weight, SDVariable bias) {
        return graph.mmul(x, weight, false, true, false).add(bias);
    }

    /** GELU without approximation, x / 2 * (1 + erf(x / sqrt 2)); SameDiff's own is the one by a sigmoid. */
    SDVariable gelu(SDVariable x) {
        return x.mul(0.5).mul(graph.math().erf(x.div(Math.sqrt(2))).add(1));
    }
}

package io.splitmask.onnx;

import static io.splitmask.onnx.OnnxGraph.attribute;

import io.splitmask.nn.Parameter;
import io.splitmask.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The layers that a Vision Transformer is made of, by the names of their parameters. */
final class VitLayers {
    private final OnnxGraph graph;
    private final Map<String, Parameter> parameters;
    private final double layerNormEps;
    private final String sqrtTwo;
    private final String one;
    private final String half;

    VitLayers(OnnxGraph graph, Map<String, Parameter> parameters, double layerNormEps) {
        this.graph = graph;
        this.parameters = parameters;
        this.layerNormEps = layerNormEps;
        this.sqrtTwo = graph.number("sqrt_two", Math.sqrt(2));
        this.one = graph.number("one", 1);
        this.half = graph.number("half", 0.5);
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

    /**
     * Adds a parameter as it is.
     *
     * @return its name
     */
    String weight(String name) {
        return graph.floats(name, parameter(name).shape(), values(name));
    }

    /**
     * Layer norm over the last axis.
     *
     * @param x [..., D]
     */
    String norm(String name, String x) {
        return graph.node(
                "LayerNormalization",
                name + "/out",
                List.of(x, weight(name + ".weight"), weight(name + ".bias")),
                attribute("axis", -1),
                attribute("epsilon", layerNormEps));
    }

    /**
     * A linear layer.
     *
     * @param x [..., in]
     * @return [..., out]
     */
    String linear(String name, String x) {
        return linear(name, x, name + "/out");
    }

    /** The same under a name of its own for the result. */
    String linear(String name, String x, String result) {
        return linear(name, x, weight(name + ".bias"), result);
    }

    /** The same with a bias that is there already. */
    String linear(String name, String x, String bias, String result) {
        String product = graph.node("MatMul", result + "/product", List.of(x, transposed(name + ".weight")));
        return graph.node("Add", result, List.of(product, bias));
    }

    /** Adds a weight [out, in] as [in, out], the way that a matrix product wants it. */
    private String transposed(String name) {
        Shape shape = parameter(name).shape();
        int out = shape.dim(0);
        int in = shape.dim(1);
        float[] values = values(name);
        float[] swapped = new float[values.length];
        for (int row = 0; row < out; row++) {
            for (int column = 0; column < in; column++) {
                swapped[column * out + row] = values[row * in + column];
            }
        }
        return graph.floats(name, Shape.of(in, out), swapped);
    }

    /** GELU without approximation: x / 2 * (1 + erf(x / sqrt 2)). */
    String gelu(String name, String x) {
        String scaled = graph.node("Div", name + "/scaled", List.of(x, sqrtTwo));
        String erf = graph.node("Erf", name + "/erf", List.of(scaled));
        String share = graph.node("Add", name + "/share", List.of(erf, one));
        String twice = graph.node("Mul", name + "/twice", List.of(x, share));
        return graph.node("Mul", name + "/out", List.of(twice, half));
    }
}

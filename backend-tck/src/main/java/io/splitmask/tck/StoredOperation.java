package io.splitmask.tck;

import com.fasterxml.jackson.databind.JsonNode;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tck.golden.GoldenCase;
import io.splitmask.tck.golden.GoldenTensor;
import io.splitmask.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One entry of the stored single operations, as a trial of the kernel that does it. */
record StoredOperation(Trial trial, Optional<Trial> backwardTrial) {
    /** Kernels whose stored name is another one. */
    private static final Map<String, String> KERNELS = Map.of(
            "sub", "subtract",
            "mul", "multiply",
            "div", "divide",
            "log_softmax", "logSoftmax",
            "layer_norm", "layerNorm",
            "gather_rows", "gatherRows",
            "scatter_add_rows", "scatterAddRows",
            "transpose", "permute",
            "broadcast_to", "broadcastTo");

    /** Turns an entry into trials; empty if it works along an axis for which there is no kernel. */
    static Optional<StoredOperation> read(GoldenCase golden, JsonNode entry) {
        String name = entry.path("name").textValue();
        String op = entry.path("op").textValue();
        JsonNode attributes = entry.path("attrs");
        if (attributes.has("axis")
                && op.endsWith("softmax")
                && attributes.path("axis").intValue() != -1) {
            return Optional.empty();
        }
        List<Sample> inputs = new ArrayList<>();
        for (JsonNode input : entry.path("inputs")) {
            inputs.add(sample(golden.tensor("in/" + name + "/" + input.textValue())));
        }
        String kernel = KERNELS.getOrDefault(op, op);
        Trial forward = Trial.of(kernel, name, inputs, (k, in) -> forward(k, op, attributes, in));
        List<Sample> withCotangent = new ArrayList<>(inputs);
        withCotangent.add(sample(golden.tensor("ct/" + name)));
        return Optional.of(new StoredOperation(
                forward,
                hasBackwardKernel(op)
                        ? Optional.of(new Trial(
                                kernel + "Backward", name, withCotangent, (k, in) -> backward(k, op, attributes, in)))
                        : Optional.empty()));
    }

    static Sample expected(GoldenCase golden, String name) {
        return sample(golden.tensor("out/" + name));
    }

    /** Returns the gradients in the order of the backward kernels: x, weight, bias. */
    static Sample[] expectedGradients(GoldenCase golden, String name) {
        List<Sample> gradients = new ArrayList<>();
        for (String input : List.of("x", "weight", "bias")) {
            String tensor = "grad/" + name + "/" + input;
            if (golden.hasTensor(tensor)) {
                gradients.add(sample(golden.tensor(tensor)));
            }
        }
        return gradients.toArray(new Sample[0]);
    }

    private static Buffer forward(Kernels k, String op, JsonNode attributes, List<Buffer> in) {
        Buffer x = in.get(0);
        return switch (op) {
            case "matmul" -> k.matmul(x, in.get(1), flags(attributes));
            case "add" -> k.add(x, in.get(1));
            case "sub" -> k.subtract(x, in.get(1));
            case "mul" -> k.multiply(x, in.get(1));
            case "div" -> k.divide(x, in.get(1));
            case "sum" -> k.sum(x, ints(attributes.path("axes")), keepAxes(attributes));
            case "max" -> k.max(x, ints(attributes.path("axes")), keepAxes(attributes));
            case "erf" -> k.erf(x);
            case "tanh" -> k.tanh(x);
            case "sqrt" -> k.sqrt(x);
            case "exp" -> k.exp(x);
            case "log" -> k.log(x);
            case "gelu" -> k.gelu(x);
            case "softmax" -> k.softmax(x);
            case "log_softmax" -> k.logSoftmax(x);
            case "layer_norm" -> Trial.output(k.layerNorm(x, in.get(1), in.get(2), eps(attributes)));
            case "gather_rows" -> k.gatherRows(x, in.get(1));
            case "scatter_add_rows" ->
                k.scatterAddRows(x, in.get(1), attributes.path("rows").intValue());
            case "concat" -> k.concat(in, attributes.path("axis").intValue());
            case "slice" ->
                k.slice(
                        x,
                        attributes.path("axis").intValue(),
                        attributes.path("start").intValue(),
                        attributes.path("stop").intValue());
            case "transpose" -> k.permute(x, ints(attributes.path("axes")));
            case "reshape" -> k.reshape(x, Shape.of(ints(attributes.path("shape"))));
            case "broadcast_to" -> k.broadcastTo(x, Shape.of(ints(attributes.path("shape"))));
            default -> throw new IllegalArgumentException("no kernel for stored operation " + op);
        };
    }

    private static boolean hasBackwardKernel(String op) {
        return List.of("gelu", "softmax", "log_softmax", "layer_norm").contains(op);
    }

    private static List<Buffer> backward(Kernels k, String op, JsonNode attributes, List<Buffer> in) {
        Buffer x = in.get(0);
        Buffer ct = in.get(in.size() - 1);
        switch (op) {
            case "gelu":
                return List.of(k.geluBackward(x, ct));
            case "softmax":
                try (Buffer y = k.softmax(x)) {
                    return List.of(k.softmaxBackward(y, ct));
                }
            case "log_softmax":
                try (Buffer y = k.logSoftmax(x)) {
                    return List.of(k.logSoftmaxBackward(y, ct));
                }
            default:
                FusedResult y = k.layerNorm(x, in.get(1), in.get(2), eps(attributes));
                List<Buffer> gradients = k.layerNormBackward(x, in.get(1), eps(attributes), y.state(), ct);
                Trial.output(y).close();
                return gradients;
        }
    }

    private static Sample sample(GoldenTensor tensor) {
        return tensor.isInteger()
                ? Sample.ofInts(tensor.shape(), tensor.ints())
                : Sample.of(tensor.shape(), tensor.floats());
    }

    private static MatmulSpec flags(JsonNode attributes) {
        return new MatmulSpec(
                attributes.path("transpose_a").booleanValue(),
                attributes.path("transpose_b").booleanValue());
    }

    private static boolean keepAxes(JsonNode attributes) {
        return attributes.path("keepdims").booleanValue();
    }

    private static float eps(JsonNode attributes) {
        return attributes.path("eps").floatValue();
    }

    private static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).intValue();
        }
        return values;
    }
}

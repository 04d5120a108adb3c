package io.splitmask.tck.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.splitmask.nn.BatchNorm;
import io.splitmask.nn.Extent;
import io.splitmask.nn.Parameter;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Inputs and attributes of one stored operation. */
final class OperationInputs {
    private final GoldenCase golden;
    private final String prefix;
    private final JsonNode attrs;
    private final Backend backend;
    private final Map<String, Tensor> leaves = new LinkedHashMap<>();
    private final Map<String, Tensor> moreOutputs = new LinkedHashMap<>();

    OperationInputs(GoldenCase golden, JsonNode entry, Backend backend) {
        this.golden = golden;
        this.prefix = "in/" + entry.path("name").textValue() + "/";
        this.attrs = entry.path("attrs");
        this.backend = backend;
        for (JsonNode input : entry.path("inputs")) {
            String name = input.textValue();
            if (!golden.tensor(prefix + name).isInteger()) {
                leaves.put(
                        name,
                        GoldenTensors.floats(backend, golden, prefix + name).asLeaf());
            }
        }
    }

    boolean has(String name) {
        return leaves.containsKey(name);
    }

    Tensor leaf(String name) {
        return Objects.requireNonNull(leaves.get(name), () -> prefix + name);
    }

    List<Tensor> allLeaves() {
        return new ArrayList<>(leaves.values());
    }

    Tensor indices(String name, int bound) {
        return GoldenTensors.indices(backend, golden, prefix + name, bound);
    }

    /** Uploads whole numbers as floats. */
    Tensor mask(String name) {
        GoldenTensor stored = golden.tensor(prefix + name);
        int[] ints = stored.ints();
        float[] floats = new float[ints.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = ints[i];
        }
        return Tensor.of(backend, floats, stored.shape().toArray());
    }

    /** Makes a batch norm of the stored weights and statistics; its parameters take the place of the leaves. */
    BatchNorm batchNorm() {
        int channels = leaf("x").dim(1);
        double momentum = attrs.has("momentum") ? number("momentum") : BatchNorm.Settings.DEFAULT.momentum();
        BatchNorm.Settings settings = new BatchNorm.Settings(number("eps"), momentum);
        BatchNorm norm = has("weight")
                ? BatchNorm.affine(backend, channels, settings)
                : BatchNorm.withoutAffine(backend, channels, settings);
        norm.parameters().forEach(this::fill);
        norm.statistics().forEach(this::fill);
        return norm;
    }

    private void fill(String name, Parameter parameter) {
        parameter.assign(leaf(name).toFloats());
        leaves.put(name, parameter.tensor());
    }

    void addOutput(String name, Tensor tensor) {
        moreOutputs.put(name, tensor);
    }

    Map<String, Tensor> moreOutputs() {
        return moreOutputs;
    }

    private JsonNode attribute(String name) {
        JsonNode node = attrs.path(name);
        if (node.isMissingNode()) {
            throw new AssertionError(golden + ", " + prefix + ": no attribute '" + name + "' in " + attrs);
        }
        return node;
    }

    double number(String name) {
        return attribute(name).doubleValue();
    }

    int integer(String name) {
        return attribute(name).intValue();
    }

    boolean flag(String name) {
        return attribute(name).booleanValue();
    }

    String text(String name) {
        return attribute(name).textValue();
    }

    int[] integers(String name) {
        JsonNode array = attribute(name);
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.path(i).intValue();
        }
        return values;
    }

    Extent extent(String name) {
        int[] sizes = integers(name);
        return new Extent(sizes[0], sizes[1]);
    }
}

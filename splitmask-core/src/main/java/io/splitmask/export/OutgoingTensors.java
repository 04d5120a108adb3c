package io.splitmask.export;

import io.splitmask.io.HostTensor;
import io.splitmask.io.SafetensorsWriter;
import io.splitmask.nn.RelativePositionBias;
import io.splitmask.nn.VitConfig;
import io.splitmask.tensor.Shape;
import io.splitmask.weights.Layout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * The tensors of a network in the form in which another library stores them, under the names of this one until they are
 * written. The bias of keys adds the same number to all scores of a query, so that it changes nothing: it is added as
 * zeros or dropped as the other library wants it.
 */
final class OutgoingTensors {
    /** Name of the bias on the scores [1, H, T, T], below the module that had the table. */
    static final String SPELLED_OUT = "relative_position_bias";

    private static final String JOINED = ".attn.qkv.";
    private static final String BIAS = "bias";
    private static final String WHOLE_BIAS = JOINED + BIAS;
    private static final String QUERY_BIAS = ".attn.q_bias";
    private static final String VALUE_BIAS = ".attn.v_bias";

    private final TrainedNetwork network;
    private final Map<String, OutgoingTensor> tensors = new LinkedHashMap<>();
    private final Map<String, HostTensor> constants = new LinkedHashMap<>();

    OutgoingTensors(TrainedNetwork network) {
        this.network = network;
        network.parameters().forEach((name, parameter) -> tensors.put(name, OutgoingTensor.of(parameter)));
    }

    /** Gives queries, keys and values one bias where queries and values have their own. */
    void joinBiases() {
        for (String block : blocksWith(QUERY_BIAS)) {
            OutgoingTensor query = taken(block + QUERY_BIAS);
            OutgoingTensor value = taken(block + VALUE_BIAS);
            tensors.put(block + WHOLE_BIAS, OutgoingTensor.joined(List.of(query, query.zeros(), value)));
        }
    }

    /** Gives queries and values their own bias, keys none. */
    void dropBiasOfKeys() {
        for (String block : blocksWith(WHOLE_BIAS)) {
            OutgoingTensor bias = taken(block + WHOLE_BIAS);
            tensors.put(block + QUERY_BIAS, bias.third(0));
            tensors.put(block + VALUE_BIAS, bias.third(2));
        }
    }

    /** Replaces tables of relative positions by the biases on the scores that they make. */
    void spellOutRelativePositions() {
        VitConfig config = network.config();
        int tokens = 1 + config.numPatches();
        Shape shape = Shape.of(1, config.heads(), tokens, tokens);
        for (String owner : blocksWith("." + RelativePositionBias.TABLE)) {
            tensors.remove(owner + "." + RelativePositionBias.TABLE);
            tensors.put(owner + "." + SPELLED_OUT, new OutgoingTensor(shape, () -> network.scoreBias(owner)));
        }
    }

    /** Stores queries, keys and values apart. */
    void separateQueries() {
        for (String name : List.copyOf(tensors.keySet())) {
            if (name.contains(JOINED)) {
                OutgoingTensor joined = taken(name);
                for (int part = 0; part < 3; part++) {
                    tensors.put(name.replace(JOINED, ".attn." + Layout.QUERY_KEY_VALUE.get(part)), joined.third(part));
                }
            }
        }
        for (String block : blocksWith(QUERY_BIAS)) {
            tensors.put(block + ".attn." + Layout.QUERY_KEY_VALUE.get(0) + BIAS, taken(block + QUERY_BIAS));
            tensors.put(block + ".attn." + Layout.QUERY_KEY_VALUE.get(2) + BIAS, taken(block + VALUE_BIAS));
        }
    }

    /**
     * Adds a tensor that follows from the sizes of the network.
     *
     * @param name in the file
     */
    void addConstant(String name, HostTensor tensor) {
        constants.put(name, tensor);
    }

    /** Returns what is to be written, by the names in this library and without the constants. */
    Map<String, OutgoingTensor> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /** Returns the names in this library. */
    List<String> names() {
        return List.copyOf(tensors.keySet());
    }

    /**
     * Writes them as safetensors.
     *
     * @param theirs gives the name in the file
     */
    void write(Path file, UnaryOperator<String> theirs) throws IOException {
        // Without this line Hugging Face's loader refuses the file.
        SafetensorsWriter writer = new SafetensorsWriter().metadata("format", "pt");
        tensors.forEach((name, tensor) -> writer.addFloats(theirs.apply(name), tensor.shape(), tensor.values()));
        constants.forEach(writer::add);
        writer.write(file);
    }

    private List<String> blocksWith(String part) {
        return tensors.keySet().stream()
                .filter(name -> name.endsWith(part))
                .map(name -> name.substring(0, name.length() - part.length()))
                .toList();
    }

    private OutgoingTensor taken(String name) {
        return Objects.requireNonNull(tensors.remove(name), name);
    }
}

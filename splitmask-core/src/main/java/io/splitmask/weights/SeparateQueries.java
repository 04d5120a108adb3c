package io.splitmask.weights;

import io.splitmask.io.WeightsException;
import io.splitmask.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Makes one tensor of queries, keys and values that stand apart in a file; keys may be without a bias. */
final class SeparateQueries {
    private static final String QUERY = Layout.QUERY_KEY_VALUE.get(0);
    private static final String VALUE = Layout.QUERY_KEY_VALUE.get(2);
    private static final String WEIGHT = "weight";
    private static final String BIAS = "bias";
    private static final Pattern FIRST = Pattern.compile("(?:decoder_)?blocks\\.\\d+\\.attn\\.query\\.weight");

    private final Path path;
    private final Map<String, MappedTensor> tensors;
    private final UnaryOperator<String> nameInFile;

    /**
     * @param tensors changed in place
     * @param nameInFile of a part, for errors
     */
    private SeparateQueries(Path path, Map<String, MappedTensor> tensors, UnaryOperator<String> nameInFile) {
        this.path = path;
        this.tensors = tensors;
        this.nameInFile = nameInFile;
    }

    /**
     * Joins the parts of all attention layers.
     *
     * @param tensors by name in this library with the three parts apart; changed in place
     * @param nameInFile returns the name of a part in the file, for errors
     * @throws WeightsException if a part is missing or has another shape than the queries
     */
    static void join(Path path, Map<String, MappedTensor> tensors, UnaryOperator<String> nameInFile)
            throws WeightsException {
        List<String> layers = tensors.keySet().stream()
                .filter(name -> FIRST.matcher(name).matches())
                .map(name -> name.substring(0, name.length() - (QUERY + WEIGHT).length()))
                .toList();
        SeparateQueries queries = new SeparateQueries(path, tensors, nameInFile);
        for (String attention : layers) {
            queries.joinLayer(attention);
        }
    }

    private void joinLayer(String attention) throws WeightsException {
        tensors.put(attention + "qkv.weight", joined(attention, WEIGHT));
        if (tensors.containsKey(attention + "key.bias")) {
            tensors.put(attention + "qkv.bias", joined(attention, BIAS));
        } else if (tensors.containsKey(attention + QUERY + BIAS) && tensors.containsKey(attention + VALUE + BIAS)) {
            tensors.put(attention + "q_bias", taken(attention + QUERY + BIAS));
            tensors.put(attention + "v_bias", taken(attention + VALUE + BIAS));
        }
    }

    private MappedTensor joined(String attention, String kind) throws WeightsException {
        List<MappedTensor> parts = new ArrayList<>();
        for (String part : Layout.QUERY_KEY_VALUE) {
            String name = attention + part + kind;
            if (!tensors.containsKey(name)) {
                throw new WeightsException(
                        path,
                        nameInFile.apply(name),
                        "expected queries, keys and values of every block, got none of this name");
            }
            MappedTensor tensor = taken(name);
            Shape first = parts.isEmpty() ? tensor.shape() : parts.get(0).shape();
            if (tensor.shape().rank() == 0 || !tensor.shape().equals(first)) {
                throw new WeightsException(
                        path,
                        tensor.sources().get(0),
                        "expected the shape of the queries, " + first + ", got " + tensor.shape());
            }
            parts.add(tensor);
        }
        return MappedTensor.joined(parts);
    }

    private MappedTensor taken(String name) {
        return Objects.requireNonNull(tensors.remove(name));
    }
}

package io.splitmask.tokenizers.dalle;

import io.splitmask.io.WeightsException;
import io.splitmask.io.WeightsFile;
import io.splitmask.io.WeightsFiles;
import io.splitmask.spi.Backend;
import io.splitmask.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads an encoder's weights from a file with the published names, safetensors or a PyTorch checkpoint; the widths follow
 * from the shapes. The published file itself, {@code encoder.pkl}, is a whole pickled Python object, of which no code is
 * run here: load it once with Python and store its {@code state_dict()}.
 *
 * @see "recipes, section 3.3"
 */
public final class DalleWeights {
    private static final String PREFIX = "blocks.";
    private static final String FIRST = "blocks.input.w";
    private static final String LAST = "blocks.output.conv.w";
    /** Problems that a message lists. */
    private static final int SHOWN = 3;

    private DalleWeights() {}

    /** Returns whether a file holds the weights of an encoder, going by the first and the last name. */
    public static boolean isIn(WeightsFile file) {
        return file.contains(FIRST) && file.contains(LAST);
    }

    /**
     * Makes an encoder from a file. Tensors whose names do not start with {@code blocks.} are left alone.
     *
     * @return the encoder, owned by the current scope
     * @throws IOException if the file is missing or unreadable, or a tensor is missing, unknown or of another shape; the
     *     message names it
     */
    public static DalleEncoder load(Backend backend, Path path) throws IOException {
        try (WeightsFile file = WeightsFiles.open(path)) {
            DalleConfig config = config(path, file);
            // All shapes first: a wrong file must not make us allocate what it claims.
            checkShapes(path, file, config.shapes());
            DalleEncoder encoder = new DalleEncoder(backend, config);
            for (var parameter : encoder.parameters().entrySet()) {
                parameter.getValue().assign(file.floats(parameter.getKey()));
            }
            return encoder;
        }
    }

    private static DalleConfig config(Path path, WeightsFile file) throws IOException {
        Shape first = file.shape(FIRST);
        Shape last = file.shape(LAST);
        if (first.rank() != 4 || last.rank() != 4) {
            throw new WeightsException(
                    path,
                    FIRST,
                    "expected filters [O, C, Kh, Kw] in the first and the last layer, got " + first + " and " + last);
        }
        try {
            return new DalleConfig(first.dim(0), last.dim(0));
        } catch (IllegalArgumentException e) {
            throw new WeightsException(path, "no encoder of DALL-E: " + e.getMessage());
        }
    }

    private static void checkShapes(Path path, WeightsFile file, Map<String, Shape> expected) throws IOException {
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, Shape> tensor : expected.entrySet()) {
            String name = tensor.getKey();
            if (!file.contains(name)) {
                problems.add("'" + name + "' " + tensor.getValue() + " is missing");
            } else if (!file.shape(name).equals(tensor.getValue())) {
                problems.add("'" + name + "': expected " + tensor.getValue() + ", got " + file.shape(name));
            }
        }
        for (String name : file.names()) {
            if (name.startsWith(PREFIX) && !expected.containsKey(name)) {
                problems.add("'" + name + "' " + file.shape(name) + " is unknown");
            }
        }
        if (!problems.isEmpty()) {
            int rest = problems.size() - SHOWN;
            throw new WeightsException(
                    path,
                    "the weights do not fit the encoder of DALL-E: "
                            + String.join("; ", problems.subList(0, Math.min(SHOWN, problems.size())))
                            + (rest > 0 ? "; and " + rest + " more" : ""));
        }
    }
}

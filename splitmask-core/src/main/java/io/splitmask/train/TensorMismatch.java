package io.splitmask.train;

import io.splitmask.io.WeightsException;
import io.splitmask.io.WeightsFile;
import io.splitmask.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** How the tensors of a file differ from those that are expected, by name. */
final class TensorMismatch {
    private static final int NAMES_SHOWN = 8;

    private final UnaryOperator<String> nameInFile;
    private final List<String> missing = new ArrayList<>();
    private final List<String> unexpected = new ArrayList<>();
    private final List<String> misshapen = new ArrayList<>();

    TensorMismatch(Map<String, Shape> expected, Map<String, Shape> found) {
        this(expected, found, UnaryOperator.identity());
    }

    /**
     * Compares.
     *
     * @param nameInFile of a tensor by its name here; both are shown where they differ
     */
    TensorMismatch(Map<String, Shape> expected, Map<String, Shape> found, UnaryOperator<String> nameInFile) {
        this.nameInFile = nameInFile;
        expected.forEach((name, shape) -> {
            Shape got = found.get(name);
            if (got == null) {
                missing.add(label(name));
            } else if (!got.equals(shape)) {
                misshapen.add(label(name) + " expected " + shape + ", got " + got);
            }
        });
        found.keySet().stream().filter(name -> !expected.containsKey(name)).forEach(unexpected::add);
    }

    /** Returns the shapes of a file's tensors by name. */
    static Map<String, Shape> shapes(WeightsFile file) throws WeightsException {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (String name : file.names()) {
            shapes.put(name, file.shape(name));
        }
        return shapes;
    }

    /** Returns the tensors of the file that were not expected. */
    List<String> unexpected() {
        return List.copyOf(unexpected);
    }

    /** Returns a name here, and that in the file if it is another. */
    String label(String name) {
        String theirs = nameInFile.apply(name);
        return theirs.equals(name) ? name : name + " (in the file: " + theirs + ")";
    }

    /** Fails if anything differs, and says in one line what does. */
    void requireNone(Path file) throws WeightsException {
        requireNone(file, unexpected);
    }

    /** Fails if a tensor is missing or misshapen, or if there are unexpected ones that matter, as labels. */
    void requireNone(Path file, List<String> unexpectedThatMatter) throws WeightsException {
        List<String> problems = new ArrayList<>();
        add(problems, "missing: ", missing);
        add(problems, "misshapen: ", misshapen);
        add(problems, "unexpected: ", unexpectedThatMatter);
        if (!problems.isEmpty()) {
            throw new WeightsException(
                    file,
                    "the tensors are not those of this network; " + String.join("; ", problems)
                            + "; was it made with other settings?");
        }
    }

    private static void add(List<String> problems, String kind, List<String> names) {
        if (!names.isEmpty()) {
            List<String> shown = names.subList(0, Math.min(NAMES_SHOWN, names.size()));
            String rest = names.size() > NAMES_SHOWN ? " and " + (names.size() - NAMES_SHOWN) + " more" : "";
            problems.add(kind + String.join(", ", shown) + rest);
        }
    }
}

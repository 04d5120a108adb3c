package io.splitmask.weights;

import io.splitmask.io.WeightsException;
import io.splitmask.io.WeightsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The tensors of one file under the names of this library.
 *
 * @param naming how they are named in the file
 * @param tensors by name in this library; those without one by their own
 * @param leftOut names in the file of tensors that belong to another network
 */
record NameMap(Naming naming, Map<String, MappedTensor> tensors, List<String> leftOut) {
    /** Where one file holds several networks, the one that is meant: prefixes that contain these, the first first. */
    private static final List<String> PREFERRED = List.of("base_encoder", "teacher", "student");

    private static final String JOINED = ".qkv.";
    private static final int NAMES_SHOWN = 5;

    /**
     * How the tensors of a file are named.
     *
     * @param prefix what stands in front of the names of the backbone
     */
    record Naming(Layout layout, String prefix) {
        /**
         * Returns the name of a tensor in the file.
         *
         * @param name in this library
         */
        String theirs(String name) {
            return layout.theirs(name, prefix);
        }
    }

    /**
     * Maps the names of a file.
     *
     * @throws WeightsException if they are not known, or if it has queries without keys or values
     */
    static NameMap of(Path path, WeightsFile file) throws WeightsException {
        Naming naming = naming(path, file);
        Map<String, MappedTensor> tensors = new LinkedHashMap<>();
        List<String> elsewhere = new ArrayList<>();
        for (String name : file.names()) {
            if (Layout.isConstant(name)) {
                continue;
            }
            if (!name.startsWith(naming.prefix())) {
                elsewhere.add(name);
                continue;
            }
            String ours = naming.layout().ours(name.substring(naming.prefix().length()));
            MappedTensor twin = tensors.put(ours, MappedTensor.same(file, name));
            if (twin != null) {
                throw new WeightsException(
                        path,
                        name,
                        "expected one tensor for '" + ours + "', got also '"
                                + twin.sources().get(0) + "'");
            }
        }
        List<String> leftOut = new ArrayList<>();
        for (String name : elsewhere) {
            String ours = naming.layout().oursBeside(name);
            if (Layout.isBackbone(ours) || tensors.containsKey(ours)) {
                leftOut.add(name);
            } else {
                tensors.put(ours, MappedTensor.same(file, name));
            }
        }
        SeparateQueries.join(path, tensors, naming::theirs);
        return new NameMap(naming, tensors, List.copyOf(leftOut));
    }

    private static Naming naming(Path path, WeightsFile file) throws WeightsException {
        List<Naming> all = Stream.of(Layout.values())
                .flatMap(layout -> file.names().stream()
                        .filter(name -> name.equals(layout.anchor()) || name.endsWith("." + layout.anchor()))
                        .map(name -> new Naming(
                                layout,
                                name.substring(
                                        0, name.length() - layout.anchor().length()))))
                .toList();
        if (all.isEmpty()) {
            throw new WeightsException(
                    path,
                    "expected the weights of a Vision Transformer by the names of timm ('" + Layout.TIMM.anchor()
                            + "') or Hugging Face ('" + Layout.HUGGING_FACE.anchor() + "'), got "
                            + file.names().size() + " tensors: " + shown(List.copyOf(file.names())));
        }
        if (all.size() == 1) {
            return all.get(0);
        }
        return PREFERRED.stream()
                .flatMap(word -> all.stream().filter(naming -> naming.prefix().contains(word)))
                .findFirst()
                .orElseThrow(() -> new WeightsException(
                        path,
                        "expected the weights of one Vision Transformer, got " + all.size() + ", with the prefixes "
                                + shown(all.stream()
                                        .map(naming -> "'" + naming.prefix() + "'")
                                        .toList())));
    }

    private static String shown(List<String> names) {
        String rest = names.size() > NAMES_SHOWN ? ", ..." : "";
        return String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size()))) + rest;
    }

    /**
     * Returns the names in the file from which a parameter is made, or would be.
     *
     * @param name in this library
     */
    String theirs(String name) {
        MappedTensor known = tensors.get(name);
        if (known != null) {
            return String.join(", ", known.sources());
        }
        if (naming.layout() == Layout.HUGGING_FACE && name.contains(JOINED)) {
            return String.join(
                    ", ",
                    Layout.QUERY_KEY_VALUE.stream()
                            .map(part -> naming.theirs(name.replace(JOINED, "." + part)))
                            .toList());
        }
        return naming.theirs(name);
    }
}

package io.splitmask.cli.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.splitmask.cli.option.MissingFile;
import io.splitmask.cli.option.UsageException;
import io.splitmask.datasets.files.OneLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Reads plans: ready ones by name, others from files of JSON. A file has the keys {@code title}, {@code description},
 * {@code show}, {@code settings} and {@code paper}; what its settings leave out is as in {@link StudySettings#DEFAULT}.
 */
final class PlanFiles {
    /** The plans that come along. */
    static final List<String> READY = List.of("table1", "table2", "table6", "table8", "fig2", "fig3", "fig5", "fig6");

    private static final String TITLE = "title";
    private static final String DESCRIPTION = "description";
    private static final String SHOW = "show";
    private static final String SETTINGS = "settings";
    private static final String PAPER = "paper";
    private static final List<String> KEYS = List.of(TITLE, DESCRIPTION, SHOW, SETTINGS, PAPER);

    private final String source;

    private PlanFiles(String source) {
        this.source = source;
    }

    /**
     * Reads a plan.
     *
     * @param nameOrFile of {@link #READY}, or the path of a file
     * @throws UsageException if there is no such plan, or something in it is wrong; one line
     */
    static StudyPlan read(String nameOrFile) throws IOException {
        String name = Objects.requireNonNull(Path.of(nameOrFile).normalize().getFileName())
                .toString();
        return new PlanFiles(nameOrFile).plan(name, text(nameOrFile));
    }

    /** Returns the text of a plan, which may serve as the start of another. */
    static String text(String nameOrFile) throws IOException {
        if (READY.contains(nameOrFile)) {
            try (InputStream stream = PlanFiles.class.getResourceAsStream("plans/" + nameOrFile + ".json")) {
                if (stream == null) {
                    throw new IOException(
                            "the plan " + nameOrFile + " is missing from the splitmask-cli jar; build it again");
                }
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
        Path file = Path.of(nameOrFile);
        if (!Files.isRegularFile(file)) {
            throw new UsageException("unknown plan '" + nameOrFile + "'; known: " + String.join(", ", READY)
                    + ", or a file (" + MissingFile.message("file", file) + ")");
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new UsageException(nameOrFile + ": expected text in UTF-8, got other content");
        }
    }

    private StudyPlan plan(String name, String text) {
        JsonNode root;
        try {
            root = StudyJson.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw wrong(", line " + e.getLocation().getLineNr() + ": expected JSON: " + StudyJson.firstLine(e));
        }
        if (!root.isObject() || !root.has(SETTINGS)) {
            throw wrong(": expected an object with the key '" + SETTINGS + "'; allowed: " + String.join(", ", KEYS));
        }
        List<String> unknown = new ArrayList<>();
        root.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                unknown.add(key);
            }
        });
        if (!unknown.isEmpty()) {
            throw wrong(": unknown key '" + unknown.get(0) + "'; allowed: " + String.join(", ", KEYS));
        }
        return new StudyPlan(
                name,
                root.path(TITLE).asText(name),
                root.path(DESCRIPTION).asText(""),
                convert(SHOW, root.has(SHOW) ? root.get(SHOW) : tree(StudyView.TABLE), StudyView.class),
                settings(SETTINGS, root.get(SETTINGS)),
                root.has(PAPER) ? settings(PAPER, root.get(PAPER)) : null);
    }

    private StudySettings settings(String key, JsonNode node) {
        if (!node.isObject() || !node.has("methods")) {
            throw wrong(": " + key + ": expected an object with the key 'methods'");
        }
        ObjectNode whole = tree(StudySettings.DEFAULT);
        merge(key, whole, node);
        List<JsonNode> methods = new ArrayList<>();
        node.get("methods").forEach(method -> methods.add(method(key, method)));
        whole.putArray("methods").addAll(methods);
        return convert(key, whole, StudySettings.class);
    }

    /** A method may be only its name. */
    private JsonNode method(String key, JsonNode node) {
        ObjectNode whole = StudyJson.MAPPER.createObjectNode();
        whole.put("label", "").put("method", "");
        whole.putObject("set");
        whole.putObject("paper");
        if (node.isTextual()) {
            whole.set("method", node);
        } else {
            merge(key + ".methods", whole, node);
        }
        return whole;
    }

    /** Puts what is given over what is there, object by object. */
    private void merge(String path, ObjectNode into, JsonNode from) {
        from.properties().forEach(entry -> {
            String key = entry.getKey();
            if (!into.has(key)) {
                TreeSet<String> allowed = new TreeSet<>();
                into.fieldNames().forEachRemaining(allowed::add);
                throw wrong(": unknown key '" + key + "' in '" + path + "'; allowed: " + String.join(", ", allowed));
            }
            boolean open = key.equals("set") || key.equals("paper");
            if (into.get(key) instanceof ObjectNode inner && entry.getValue().isObject() && !open) {
                merge(path + "." + key, inner, entry.getValue());
            } else {
                into.set(key, entry.getValue());
            }
        });
    }

    private <T> T convert(String key, JsonNode node, Class<T> type) {
        try {
            return StudyJson.MAPPER.treeToValue(node, type);
        } catch (JsonProcessingException e) {
            throw wrong(": " + key + StudyJson.problem(e));
        }
    }

    /** What is quoted from the plan must not break the line. */
    private UsageException wrong(String problem) {
        return new UsageException(source + OneLine.of(problem));
    }

    @SuppressWarnings("unchecked")
    private static <T extends JsonNode> T tree(Object value) {
        return (T) StudyJson.MAPPER.valueToTree(value);
    }
}

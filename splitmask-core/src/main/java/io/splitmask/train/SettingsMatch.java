package io.splitmask.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.splitmask.internal.Json;
import io.splitmask.spi.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Compares the settings of a run that goes on with those in its checkpoint. */
final class SettingsMatch {
    private SettingsMatch() {}

    /**
     * Fails if a setting differs, and names each with both values.
     *
     * @param expected settings of now, as JSON
     */
    static void require(Checkpoint checkpoint, String expected) throws IOException {
        Map<String, String> now = flatten(checkpoint, expected);
        Map<String, String> before = flatten(checkpoint, checkpoint.facts().settings());
        // Checkpoints from before there was a choice do not name it.
        before.putIfAbsent("precision", Json.text(Precision.FLOAT32.toString()));
        List<String> differences = new ArrayList<>();
        TreeMap<String, String> all = new TreeMap<>(before);
        all.putAll(now);
        for (String name : all.keySet()) {
            String was = before.getOrDefault(name, "nothing");
            String is = now.getOrDefault(name, "nothing");
            if (!Objects.equals(was, is)) {
                differences.add(name + " expected " + was + ", got " + is);
            }
        }
        if (!differences.isEmpty()) {
            throw new IOException(checkpoint.file().toAbsolutePath()
                    + ": a run goes on with the settings it started with; " + String.join("; ", differences)
                    + "; use the expected ones, or start a new run in another folder");
        }
    }

    private static Map<String, String> flatten(Checkpoint checkpoint, String json) throws IOException {
        Map<String, String> flat = new TreeMap<>();
        try {
            flatten("", Json.MAPPER.readTree(json), flat);
        } catch (JsonProcessingException e) {
            throw new IOException(
                    checkpoint.file().toAbsolutePath() + ": expected the settings of the run as JSON in the metadata: "
                            + Json.firstLine(e),
                    e);
        }
        return flat;
    }

    private static void flatten(String path, JsonNode node, Map<String, String> flat) {
        if (!node.isObject()) {
            flat.put(path, node.toString());
            return;
        }
        node.properties()
                .forEach(property -> flatten(
                        path.isEmpty() ? property.getKey() : path + "." + property.getKey(),
                        property.getValue(),
                        flat));
    }
}

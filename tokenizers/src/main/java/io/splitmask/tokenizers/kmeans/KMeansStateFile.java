package io.splitmask.tokenizers.kmeans;

import io.splitmask.io.HostTensor;
import io.splitmask.io.SafetensorsException;
import io.splitmask.io.SafetensorsFile;
import io.splitmask.io.SafetensorsWriter;
import io.splitmask.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The state of a clustering as a safetensors file: {@code means} [V, D], {@code counts} [V] and, in the header, the cost
 * of each iteration, what was clustered and how, and notes of the caller. Numbers come back bit by bit.
 */
public final class KMeansStateFile {
    private static final String FORMAT = "format";
    private static final String FORMAT_VERSION = "splitmask k-means state 1";
    private static final String MEANS = "means";
    private static final String COUNTS = "counts";
    private static final String COSTS = "costs";
    private static final String TASK = "task.";
    private static final String NOTE = "note.";

    private KMeansStateFile() {}

    /**
     * Writes a state, whole or not at all.
     *
     * @param kMeans the clustering it belongs to
     * @param notes anything the caller needs to set the same clustering up again
     * @throws IOException if the file cannot be written; an existing one is then untouched
     */
    public static void write(Path path, KMeans kMeans, KMeansState state, Map<String, String> notes)
            throws IOException {
        KMeansTask task = kMeans.task();
        Shape shape = Shape.of(task.settings().clusters(), task.width());
        SafetensorsWriter writer = new SafetensorsWriter()
                .checksum()
                .metadata(FORMAT, FORMAT_VERSION)
                .metadata(
                        COSTS,
                        Arrays.stream(state.costs()).mapToObj(Double::toString).collect(Collectors.joining(" ")))
                .addFloats(MEANS, shape, state::means)
                .add(COUNTS, new HostTensor.Longs(Shape.of(task.settings().clusters()), state.counts()));
        task.describe().forEach((key, value) -> writer.metadata(TASK + key, value));
        notes.forEach((key, value) -> writer.metadata(NOTE + key, value));
        writer.write(path);
    }

    /**
     * Reads the notes.
     *
     * @throws IOException if the file is missing, unreadable or no such state
     */
    public static Map<String, String> notes(Path path) throws IOException {
        try (SafetensorsFile file = open(path)) {
            Map<String, String> notes = new TreeMap<>();
            file.metadata().forEach((key, value) -> {
                if (key.startsWith(NOTE)) {
                    notes.put(key.substring(NOTE.length()), value);
                }
            });
            return notes;
        }
    }

    /**
     * Reads the state of a clustering.
     *
     * @throws IOException if the file is missing, unreadable or no such state, or if it belongs to another clustering:
     *     other points or other settings; the message lists the differences
     */
    public static KMeansState read(Path path, KMeans kMeans) throws IOException {
        KMeansTask task = kMeans.task();
        try (SafetensorsFile file = open(path)) {
            List<String> differences = new ArrayList<>();
            task.describe().forEach((key, expected) -> {
                String got = file.metadata().getOrDefault(TASK + key, "nothing");
                if (!got.equals(expected)) {
                    differences.add("expected " + key + " " + expected + ", got " + got);
                }
            });
            if (!differences.isEmpty()) {
                throw new SafetensorsException(
                        path,
                        "the state belongs to another clustering (" + String.join("; ", differences)
                                + "); use the same images and settings, or start anew");
            }
            int clusters = task.settings().clusters();
            checkShape(path, file, MEANS, Shape.of(clusters, task.width()));
            checkShape(path, file, COUNTS, Shape.of(clusters));
            return new KMeansState(task.normalises(), file.floats(MEANS), file.longs(COUNTS), costs(path, file));
        }
    }

    private static SafetensorsFile open(Path path) throws IOException {
        SafetensorsFile file = SafetensorsFile.open(path);
        try {
            String format = file.metadata().getOrDefault(FORMAT, "none");
            if (!format.equals(FORMAT_VERSION)) {
                throw new SafetensorsException(
                        path, "expected the format '" + FORMAT_VERSION + "', got '" + format + "'");
            }
            file.verify();
            return file;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static void checkShape(Path path, SafetensorsFile file, String name, Shape expected)
            throws SafetensorsException {
        Shape shape = file.entry(name).shape();
        if (!shape.equals(expected)) {
            throw new SafetensorsException(path, name, "expected " + expected + ", got " + shape);
        }
    }

    private static double[] costs(Path path, SafetensorsFile file) throws SafetensorsException {
        String text = file.metadata().getOrDefault(COSTS, "");
        try {
            return Arrays.stream(text.split(" "))
                    .filter(number -> !number.isEmpty())
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new SafetensorsException(path, "expected " + COSTS + " as numbers, got '" + text + "'");
        }
    }
}

package io.splitmask.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import io.splitmask.internal.Json;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * All that was set in a run, as in {@code config.json}.
 *
 * @param command what ran, such as {@code pretrain}
 * @param seed of the run
 * @param settings all settings by name; records become maps
 * @param versions of this library, Java, engine and system, by name
 */
public record RunConfig(String command, long seed, Map<String, Object> settings, Map<String, String> versions) {
    private static final String LIBRARY = "splitmask";

    /**
     * Describes a run that starts now.
     *
     * @param settings records, maps, lists, texts and numbers by name
     * @param engine what {@link io.splitmask.spi.Backend#description} says
     */
    public static RunConfig of(String command, long seed, Map<String, Object> settings, String engine) {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put(LIBRARY, version());
        versions.put("engine", engine);
        versions.put("java", Runtime.version().toString());
        versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return new RunConfig(command, seed, Json.map(settings), versions);
    }

    /** Writes the file, whole or not at all; its folder is made if needed. */
    public void write(Path file) throws IOException {
        Json.write(file, this);
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it is missing or not such a file; one line names file and place
     */
    public static RunConfig read(Path file) throws IOException {
        try {
            // By bytes: the parser tells the line of one that is no text.
            RunConfig config = Json.MAPPER.readValue(Files.readAllBytes(file), RunConfig.class);
            if (config == null) {
                throw new IOException(file.toAbsolutePath() + ": expected the settings of a run, got null");
            }
            return config;
        } catch (JsonProcessingException e) {
            // Only a syntax error knows its line; one of content is noticed at the end.
            String line = e instanceof StreamReadException
                    ? ", line " + e.getLocation().getLineNr()
                    : "";
            throw new IOException(
                    file.toAbsolutePath() + line + ": expected the settings of a run: " + Json.firstLine(e), e);
        } catch (CharConversionException e) {
            throw new IOException(file.toAbsolutePath() + ": expected the settings of a run: " + e.getMessage(), e);
        }
    }

    /**
     * Returns a group of settings as the record it was made from.
     *
     * @param name key in {@link #settings}
     * @throws IllegalArgumentException if there is no such group or it does not fit
     */
    public <T> T settings(String name, Class<T> type) {
        Object value = settings.get(name);
        if (value == null) {
            throw new IllegalArgumentException("expected settings '" + name + "', got " + settings.keySet());
        }
        try {
            return Json.MAPPER.convertValue(value, type);
        } catch (IllegalArgumentException e) {
            String writer = versions.getOrDefault(LIBRARY, version());
            throw new IllegalArgumentException(
                    "settings '" + name + "': " + Json.problem(e)
                            + (writer.equals(version())
                                    ? ""
                                    : "; written by version " + writer + " of this library, this is " + version()),
                    e);
        }
    }

    private static String version() {
        return Objects.requireNonNullElse(RunConfig.class.getPackage().getImplementationVersion(), "development");
    }
}

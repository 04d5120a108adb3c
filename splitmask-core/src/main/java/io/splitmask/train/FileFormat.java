package io.splitmask.train;

import io.splitmask.io.WeightsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The lines of metadata that say what kind of file it is and in which version. */
final class FileFormat {
    private static final String FORMAT = "format";
    private static final String VERSION = "format_version";

    private FileFormat() {}

    static void put(Map<String, String> metadata, String format, int version) {
        metadata.put(FORMAT, format);
        metadata.put(VERSION, Integer.toString(version));
    }

    /** Returns whether this library wrote the file, of whatever kind it is. */
    static boolean isOwn(Map<String, String> metadata) {
        return metadata.containsKey(VERSION);
    }

    /**
     * Checks kind and version.
     *
     * @throws WeightsException if it is another kind of file
     * @throws IOException if a newer version of this library wrote it
     */
    static void check(Path path, Map<String, String> metadata, String format, int version) throws IOException {
        String found = metadata.getOrDefault(FORMAT, "nothing");
        if (!found.equals(format)) {
            throw new WeightsException(path, "expected format '" + format + "' in the metadata, got " + found);
        }
        String foundVersion = metadata.getOrDefault(VERSION, "nothing");
        if (!foundVersion.equals(Integer.toString(version))) {
            throw new IOException(path.toAbsolutePath() + ": expected " + format + " version " + version + ", got "
                    + foundVersion + "; was it written by a newer version of this library?");
        }
    }
}

package io.splitmask.datasets;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which data set, and where it is.
 *
 * @param kind the data set, or nothing: then the files decide
 * @param path where its files are; empty for what comes with the library
 */
public record DataSetSource(@Nullable DataSetKind kind, String path) {
    /** The images that come with the library. */
    public static final DataSetSource EMBEDDED = new DataSetSource(DataSetKind.EMBEDDED, "");

    /**
     * Understands what a user types: {@code embedded}, {@code cifar10:DIR} with the name of a data set, or a path.
     *
     * @throws IllegalArgumentException if it is empty, or begins with a name that is not known; one line with those
     *     that are
     */
    public static DataSetSource of(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("expected a path, or one of " + DataSetKind.names() + ", got nothing");
        }
        Optional<DataSetKind> alone = DataSetKind.named(text);
        if (alone.isPresent() && alone.get() == DataSetKind.EMBEDDED) {
            return EMBEDDED;
        }
        int colon = text.indexOf(':');
        if (colon < 2) { // none, or the letter of a drive
            return new DataSetSource(null, text);
        }
        String name = text.substring(0, colon);
        String path = text.substring(colon + 1);
        Optional<DataSetKind> kind = DataSetKind.named(name);
        if (kind.isPresent() && !path.isBlank() && kind.get() != DataSetKind.EMBEDDED) {
            return new DataSetSource(kind.get(), path);
        }
        if (kind.isPresent()) {
            throw new IllegalArgumentException(
                    "expected " + (path.isBlank() ? name + ":PATH" : name) + ", got " + text);
        }
        if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
            return new DataSetSource(null, text);
        }
        throw new IllegalArgumentException("unknown data set '" + name + "'; known: " + DataSetKind.names());
    }

    /** Returns the text that {@link #of} understands as this source. */
    @Override
    public String toString() {
        if (kind == null) {
            return path;
        }
        return kind == DataSetKind.EMBEDDED ? kind.facts().name() : kind.facts().name() + ":" + path;
    }
}

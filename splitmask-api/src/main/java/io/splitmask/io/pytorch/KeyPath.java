package io.splitmask.io.pytorch;

import io.splitmask.io.internal.OneLine;
import java.util.List;

/** The place of a dict in a file as text: keys and indices from the top, joined by slashes; a single slash is the top. */
final class KeyPath {
    static final String TOP = "/";

    private KeyPath() {}

    static List<String> keys(String path) {
        return path.equals(TOP) ? List.of() : List.of(path.split(TOP, -1));
    }

    static String text(List<String> keys) {
        return keys.isEmpty() ? TOP : String.join(TOP, keys);
    }

    /** Returns the place as it may stand in a message. */
    static String shown(List<String> keys) {
        return keys.isEmpty()
                ? "at the top"
                : "at '" + OneLine.of(text(keys.stream().map(OneLine::of).toList())) + "'";
    }
}

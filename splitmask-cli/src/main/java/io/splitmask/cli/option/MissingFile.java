package io.splitmask.cli.option;

import java.nio.file.Files;
import java.nio.file.Path;

/** Says which part of a path is missing: a typing error is often further up. */
public final class MissingFile {
    private MissingFile() {}

    /**
     * Returns one line for a path that does not exist.
     *
     * @param what was expected there, such as {@code file}
     */
    public static String message(String what, Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        while (parent != null && !Files.exists(parent) && parent.getParent() != null) {
            parent = parent.getParent();
        }
        String found = parent == null || parent.equals(absolute.getParent()) ? "" : "; only " + parent + " exists";
        return "no such " + what + ": " + absolute + found;
    }
}

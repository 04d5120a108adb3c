package io.splitmask.datasets.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Names of files below a root, with '/' between folders; names that would leave the root are refused. */
public final class RelativeName {
    private RelativeName() {}

    /**
     * Checks a name from a list or an archive, and drops "./" at its start and '/' at its end.
     *
     * @param name as it was found
     * @throws IOException if it is empty, absolute or goes up; one line that does not say where it was found
     */
    public static String checked(String name) throws IOException {
        String checked = name;
        while (checked.startsWith("./")) {
            checked = checked.substring(2);
        }
        while (checked.endsWith("/")) {
            checked = checked.substring(0, checked.length() - 1);
        }
        if (!isInside(checked)) {
            throw new IOException("expected a path that stays below its folder, got '" + OneLine.of(name) + "'");
        }
        return checked;
    }

    private static boolean isInside(String name) {
        if (name.isEmpty() || name.startsWith("/") || name.startsWith("\\") || name.indexOf('\0') >= 0) {
            return false;
        }
        boolean hasDrive = name.length() > 1 && name.charAt(1) == ':' && Character.isLetter(name.charAt(0));
        if (hasDrive) {
            return false;
        }
        for (String part : name.split("[/\\\\]", -1)) {
            if (part.equals("..")) {
                return false;
            }
        }
        return true;
    }

    /** Returns the name of a file below a folder. */
    public static String of(Path folder, Path file) {
        return folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    }

    /**
     * Returns whether a file is left out wherever files are listed: a part of its name starts with a dot, or is
     * {@code __MACOSX}, where macOS' archives keep companions of files.
     */
    public static boolean isHidden(String name) {
        return Stream.of(name.split("/")).anyMatch(part -> part.startsWith(".") || part.equals("__MACOSX"));
    }

    /** Returns the part after the last '/'. */
    public static String lastPart(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** Returns the part before the first '/', empty if there is none. */
    public static String firstFolder(String name) {
        return name.substring(0, Math.max(0, name.indexOf('/')));
    }
}

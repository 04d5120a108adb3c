package io.splitmask.cli.export;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of the classes that a fine-tuning run tells apart, as its {@code classes.csv} holds them. */
final class ClassNames {
    private static final String FILE = "classes.csv";
    private static final long MOST_BYTES = 1 << 24;
    /** A row: its first field, which may be quoted (RFC 4180), and the rest, which are numbers. */
    private static final Pattern ROW = Pattern.compile("(\"(?:[^\"]++|\"\")*+\"|[^,\"\r\n]*+),[^\r\n]*+\\R");

    private ClassNames() {}

    /**
     * Reads the names beside a file of weights.
     *
     * @param weights of a classifier
     * @param classes how many it has
     * @return the names by number; none if there is no such file
     * @throws IOException if it does not hold the names of so many classes
     */
    static List<String> beside(Path weights, int classes) throws IOException {
        Path file = weights.resolveSibling(FILE);
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException(file + ": expected at most " + MOST_BYTES + " bytes, got " + Files.size(file));
        }
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": expected text in UTF-8, got other content", e);
        }
        List<String> names = new ArrayList<>();
        int end = 0;
        for (Matcher row = ROW.matcher(text); row.find() && row.start() == end; end = row.end()) {
            names.add(unquoted(row.group(1)));
        }
        // The first is the heading.
        if (end != text.length() || names.size() != 1 + classes) {
            throw new IOException(file + ": expected a heading and the names of the " + classes
                    + " classes of the weights beside it, got " + names.size() + " rows"
                    + (end == text.length() ? "" : " and then none that begins with a name"));
        }
        return List.copyOf(names.subList(1, names.size()));
    }

    private static String unquoted(String field) {
        return field.startsWith("\"") ? field.substring(1, field.length() - 1).replace("\"\"", "\"") : field;
    }
}

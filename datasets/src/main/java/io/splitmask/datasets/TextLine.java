package io.splitmask.datasets;

import io.splitmask.datasets.files.FileTree;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of a text file that is not blank.
 *
 * @param where file and number of the line, for messages
 * @param text without spaces at either end
 */
record TextLine(String where, String text) {
    private static final int MAX_LENGTH = 10_000;

    /**
     * Reads a file in UTF-8.
     *
     * @throws IOException if it is missing, holds no line, or is no text; one line
     */
    static List<TextLine> read(FileTree tree, String name) throws IOException {
        String file = tree.describe(name);
        List<TextLine> lines = new ArrayList<>();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(tree.stream(name), StandardCharsets.UTF_8.newDecoder()))) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (line.length() > MAX_LENGTH || line.indexOf('\0') >= 0) {
                    throw new IOException(file + " line " + number + ": expected lines of text");
                }
                if (!line.isBlank()) {
                    lines.add(new TextLine(file + " line " + number, line.strip()));
                }
            }
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": expected text in UTF-8, got other content", e);
        }
        if (lines.isEmpty()) {
            throw new IOException(file + ": expected a list, got an empty file");
        }
        return lines;
    }

    /** Returns the failure for this line. */
    IOException wrong(String problem) {
        return new IOException(where + ": " + problem);
    }

    /** Reads a whole number of 0..Integer.MAX_VALUE. */
    int number(String field, String what) throws IOException {
        try {
            int value = Integer.parseInt(field.strip());
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw wrong("expected " + what + " as a whole number, got '" + field + "'");
    }
}

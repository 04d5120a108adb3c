package io.splitmask.datasets;

import io.splitmask.datasets.files.FileBytes;
import io.splitmask.datasets.files.FileTree;
import io.splitmask.datasets.files.OneLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
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

    /** Some editors begin a file with it. */
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /**
     * Reads a file in UTF-8.
     *
     * @throws IOException if it is missing, holds no line, or is no text; one line
     */
    static List<TextLine> read(FileTree tree, String name) throws IOException {
        String file = tree.describe(name);
        List<TextLine> lines = new ArrayList<>();
        try (Reader reader =
                new BufferedReader(new InputStreamReader(tree.stream(name), StandardCharsets.UTF_8.newDecoder()))) {
            StringBuilder line = new StringBuilder();
            int number = 1;
            for (int next = reader.read(); next >= 0; next = reader.read()) {
                if (next == '\n') {
                    add(lines, file + " line " + number, line);
                    line.setLength(0);
                    number++;
                } else if (next == 0 || line.length() == MAX_LENGTH) { // before a file without lines fills the memory
                    throw new IOException(file + " line " + number + ": expected lines of text");
                } else if (next != BYTE_ORDER_MARK || number > 1 || line.length() > 0) {
                    line.append((char) next);
                }
            }
            add(lines, file + " line " + number, line);
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": expected text in UTF-8, got other content", e);
        } catch (IOException e) {
            throw FileBytes.named(file, e);
        }
        if (lines.isEmpty()) {
            throw new IOException(file + ": expected a list, got an empty file");
        }
        return lines;
    }

    private static void add(List<TextLine> lines, String where, StringBuilder line) {
        String text = line.toString().strip();
        if (!text.isEmpty()) {
            lines.add(new TextLine(where, text));
        }
    }

    /** Returns the failure for this line. */
    IOException wrong(String problem) {
        return new IOException(where + ": " + OneLine.of(problem));
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

package io.splitmask.datasets;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.splitmask.datasets.files.FileTree;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * Walks a JSON object of arrays of records, of any size, one value at a time: {@code {"images": [{"id": 1}, ...],
 * ...}}.
 */
final class JsonSections {
    /** Name of the section for a file that is nothing but an array of records. */
    static final String WHOLE_FILE = "";

    private static final JsonFactory FACTORY = new JsonFactory();

    /** Takes the records of one array. */
    interface Section {
        /**
         * Takes a value of a record.
         *
         * @param parser at the value; to be left at its last token
         * @return false if the value is of no interest and the parser has not moved
         */
        boolean value(String field, JsonParser parser) throws IOException;

        /**
         * Ends a record.
         *
         * @throws IOException if a value is missing or wrong
         */
        void end() throws IOException;
    }

    private JsonSections() {}

    /**
     * Reads a file.
     *
     * @param sections by their names; others are skipped
     * @throws IOException if the file is missing, is no JSON of this form, or a section refuses a record; one line with
     *     file and place
     */
    static void read(FileTree tree, String name, Map<String, Section> sections) throws IOException {
        String file = tree.describe(name);
        try (InputStream stream = new BufferedInputStream(tree.stream(name), 1 << 16);
                JsonParser parser = FACTORY.createParser(stream)) {
            try {
                JsonToken first = parser.nextToken();
                Section whole = sections.get(WHOLE_FILE);
                if (first == JsonToken.START_ARRAY && whole != null) {
                    readRecords(parser, whole);
                    return;
                }
                require(first, JsonToken.START_OBJECT, "an object");
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    Section section = sections.get(parser.currentName());
                    JsonToken token = parser.nextToken();
                    if (section == null) {
                        parser.skipChildren();
                    } else {
                        require(token, JsonToken.START_ARRAY, "an array of records");
                        readRecords(parser, section);
                    }
                }
                require(parser.currentToken(), JsonToken.END_OBJECT, "the end of the object");
            } catch (JsonProcessingException e) {
                String reason = e.getOriginalMessage().lines().findFirst().orElse("damaged");
                throw new IOException(file + place(parser) + ": " + reason, e);
            } catch (IOException e) {
                throw new IOException(file + place(parser) + ": " + e.getMessage(), e);
            }
        }
    }

    private static String place(JsonParser parser) {
        return " line " + parser.currentLocation().getLineNr() + " column "
                + parser.currentLocation().getColumnNr();
    }

    private static void readRecords(JsonParser parser, Section section) throws IOException {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                require(parser.nextToken() != null, "a value of " + field);
                if (!section.value(field, parser)) {
                    parser.skipChildren();
                }
            }
            require(parser.currentToken(), JsonToken.END_OBJECT, "the end of the record");
            section.end();
        }
        require(parser.currentToken(), JsonToken.END_ARRAY, "the end of the array");
    }

    static void require(JsonToken token, JsonToken expected, String what) throws IOException {
        if (token != expected) {
            throw new IOException("expected " + what + ", got " + (token == null ? "the end of the file" : token));
        }
    }

    private static void require(boolean condition, String what) throws IOException {
        if (!condition) {
            throw new IOException("expected " + what + ", got the end of the file");
        }
    }
}

package io.splitmask.io.pytorch;

import java.util.regex.Pattern;

/** Text of a file as it may stand in a message of one line. */
final class Shown {
    private static final int LONGEST = 100;
    private static final Pattern BREAKING = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]");

    private Shown() {}

    /** Shortens long text and replaces what could break the line. */
    static String text(String text) {
        String part = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
        return BREAKING.matcher(part).replaceAll("?");
    }

    /** Says what a value of the pickle is. */
    static String kind(Object value) {
        if (value instanceof Sequence sequence) {
            return sequence.kind().shown();
        }
        if (value instanceof Placeholder placeholder) {
            return "an object of class " + placeholder;
        }
        if (value instanceof TensorView tensor) {
            return "a tensor " + tensor;
        }
        if (value instanceof Dict) {
            return "a dict";
        }
        if (value instanceof Storage) {
            return "a storage";
        }
        return scalarKind(value);
    }

    private static String scalarKind(Object value) {
        if (value instanceof String text) {
            return "the string '" + text(text) + "'";
        }
        if (value instanceof Number || value instanceof Boolean) {
            return "the number " + text(value.toString());
        }
        return value instanceof Bytes ? "bytes" : "None";
    }
}

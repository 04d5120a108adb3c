package io.splitmask.io.pytorch;

import io.splitmask.io.internal.OneLine;

/** Values of a pickle as they may stand in a message of one line. */
final class Shown {
    private Shown() {}

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
            return "the string '" + OneLine.of(text) + "'";
        }
        if (value instanceof Number || value instanceof Boolean) {
            return "the number " + OneLine.of(value.toString());
        }
        return value instanceof Bytes ? "bytes" : "None";
    }
}

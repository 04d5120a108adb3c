package io.splitmask.cli.progress;

import java.io.PrintStream;

/**
 * Where progress goes.
 *
 * @param out the stream, usually standard error: standard output is for results
 * @param columns width of the terminal in characters; 0 if it is a file or a pipe
 */
public record Terminal(PrintStream out, int columns) {
    /** System property with the width of the terminal behind standard error; the start script sets it. */
    public static final String COLUMNS_PROPERTY = "splitmask.columns";

    /** Returns standard error, as a terminal if the start script found one behind it. */
    public static Terminal standardError() {
        return new Terminal(System.err, Integer.getInteger(COLUMNS_PROPERTY, 0));
    }

    boolean isLive() {
        return columns > 0;
    }
}

package io.splitmask.datasets.files;

import java.util.regex.Pattern;

/** Names and texts of files as they may stand in a message of one line. */
public final class OneLine {
    private static final Pattern BREAKING = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]");

    private OneLine() {}

    /** Replaces what could break a line. */
    public static String of(String text) {
        return BREAKING.matcher(text).replaceAll("?");
    }
}

package io.splitmask.io.internal;

import java.util.regex.Pattern;

/** Text of a file, such as a tensor's name, as it may stand in a message of one line. */
public final class OneLine {
    private static final int LONGEST = 100;
    private static final Pattern BREAKING = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]");

    private OneLine() {}

    /** Shortens long text and replaces what could break the line. */
    public static String of(String text) {
        String part = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
        return BREAKING.matcher(part).replaceAll("?");
    }
}

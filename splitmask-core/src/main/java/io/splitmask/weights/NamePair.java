package io.splitmask.weights;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name in this library and in another. {@code #} stands for a number, the same in both; a name that ends in a dot is
 * the beginning of names.
 */
final class NamePair {
    private static final String NUMBER = "#";

    private final String ours;
    private final String theirs;
    private final Pattern oursPattern;
    private final Pattern theirsPattern;

    NamePair(String ours, String theirs) {
        this.ours = ours;
        this.theirs = theirs;
        this.oursPattern = pattern(ours);
        this.theirsPattern = pattern(theirs);
    }

    private static Pattern pattern(String name) {
        int number = name.indexOf(NUMBER);
        String before = number < 0 ? name : name.substring(0, number);
        String after = number < 0 ? "" : name.substring(number + NUMBER.length());
        return Pattern.compile(Pattern.quote(before)
                + (number < 0 ? "()" : "(\\d{1,4})")
                + Pattern.quote(after)
                + (name.endsWith(".") ? "(.+)" : "()"));
    }

    /**
     * Returns the name in this library.
     *
     * @param name in the other library
     */
    Optional<String> ours(String name) {
        return renamed(theirsPattern, name, ours);
    }

    /**
     * Returns the name in the other library.
     *
     * @param name in this library
     */
    Optional<String> theirs(String name) {
        return renamed(oursPattern, name, theirs);
    }

    private static Optional<String> renamed(Pattern from, String name, String to) {
        Matcher matcher = from.matcher(name);
        return matcher.matches()
                ? Optional.of(to.replace(NUMBER, matcher.group(1)) + matcher.group(2))
                : Optional.empty();
    }
}

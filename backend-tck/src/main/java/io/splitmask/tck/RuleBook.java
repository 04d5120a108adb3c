package io.splitmask.tck;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules as RULES.md words them. */
final class RuleBook {
    private static final String RESOURCE = "RULES.md";
    private static final Pattern ROW = Pattern.compile("\\| (K\\d{3}) \\| (MUST|MAY) \\| (.+) \\|");

    /** @param binding MUST or MAY */
    record Rule(String number, String binding, String text) {}

    private RuleBook() {}

    /** Reads all rules, by number. */
    static Map<String, Rule> read() {
        try (InputStream stream = RuleBook.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IOException("no resource " + RESOURCE + " beside " + RuleBook.class.getName());
            }
            Map<String, Rule> rules = new TreeMap<>();
            BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            for (String line : reader.lines().toList()) {
                Matcher row = ROW.matcher(line);
                if (row.matches() && rules.put(row.group(1), rule(row)) != null) {
                    throw new IOException(RESOURCE + ": rule " + row.group(1) + " stands there twice");
                }
            }
            return rules;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a rule by its number. */
    static Optional<Rule> find(String number) {
        return Optional.ofNullable(read().get(number));
    }

    private static Rule rule(Matcher row) {
        return new Rule(row.group(1), row.group(2), row.group(3));
    }

    /** Returns the number at the start of a test method's name, or the whole name if there is none. */
    static String number(String method) {
        return method.matches("K\\d{3}_.*") ? method.substring(0, 4) : method;
    }
}

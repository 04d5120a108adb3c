package io.splitmask.cli.option;

import io.splitmask.train.RunConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options of a command line that decide what a run gives. A run that goes on may be given those again with which it
 * began, and no others.
 *
 * @param values as they were typed, by the option's longest name
 */
public record GivenOptions(Map<String, String> values) {
    /** Their name among the settings of a run. */
    public static final String SETTING = "options";

    /** What may differ when a run goes on: where it is, what computes it, and what it prints. */
    private static final Set<String> FREE =
            Set.of("--out", "--resume", "--engine", "--device", "--threads", "--checkpoint-every", "--json", "--debug");

    /** Returns what was typed. */
    public static GivenOptions of(ParseResult parsed) {
        Map<String, String> values = new TreeMap<>();
        for (OptionSpec option : parsed.matchedOptions()) {
            if (!FREE.contains(option.longestName())) {
                values.put(option.longestName(), String.join(",", option.originalStringValues()));
            }
        }
        return new GivenOptions(values);
    }

    /**
     * Checks that a run was begun with these options.
     *
     * @param earlier settings of the run
     * @throws UsageException if it was not; one line names each that differs with both values
     */
    void requireThoseOf(RunConfig earlier) {
        if (values.isEmpty()) {
            return;
        }
        if (!earlier.settings().containsKey(SETTING)) {
            throw new UsageException("--resume keeps the settings of the run, and its config.json, of an older version,"
                    + " does not name the options that it began with; leave out " + String.join(", ", values.keySet()));
        }
        Map<String, String> began = new TreeMap<>();
        Map<?, ?> noted = earlier.settings(SETTING, Map.class);
        noted.forEach((name, value) -> began.put(String.valueOf(name), String.valueOf(value)));
        requireThoseOf(began);
    }

    /**
     * Checks the same.
     *
     * @param began with which the run was begun, by name; those that are missing were not given
     */
    public void requireThoseOf(Map<String, String> began) {
        List<String> differences = new ArrayList<>();
        values.forEach((name, value) -> {
            String before = began.getOrDefault(name, "none");
            if (!value.equals(before)) {
                differences.add(name + " expected " + before + ", got " + value);
            }
        });
        if (!differences.isEmpty()) {
            throw new UsageException(
                    "--resume keeps the options that the run began with: " + String.join("; ", differences)
                            + "; leave out what differs, or start a new run in another folder");
        }
    }
}

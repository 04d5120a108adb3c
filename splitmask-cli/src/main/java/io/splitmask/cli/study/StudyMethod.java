package io.splitmask.cli.study;

import io.splitmask.config.Problems;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A way to pre-train, or none.
 *
 * @param label what tables call it
 * @param method its name for {@code pretrain --method}, or {@value #SCRATCH} for no pre-training
 * @param set what differs from its settings in the literature, as {@code pretrain --set} takes it
 * @param paper what the paper found, by the name of a column, to stand beside what is measured; may be empty
 */
record StudyMethod(String label, String method, Map<String, Object> set, Map<String, Double> paper) {
    /** The name of training without pre-training: {@value}. */
    static final String SCRATCH = "scratch";

    /** Copies the maps in their order; a label that is empty becomes the name. */
    StudyMethod {
        set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
        paper = Collections.unmodifiableMap(new LinkedHashMap<>(paper));
        Problems.of("method")
                .require(!method.isEmpty(), "expected the name of a method, got none")
                .throwIfAny();
        label = label.isEmpty() ? method : label;
    }

    boolean isScratch() {
        return method.equals(SCRATCH);
    }

    /** Returns the label as part of the name of a folder. */
    String slug() {
        String words = label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return words.replaceAll("^-|-$", "");
    }
}

package io.splitmask.method;

import io.splitmask.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The loss of one step and the terms it is made of.
 *
 * @param total what is minimised, []
 * @param terms what is reported, each [], in the order of columns
 */
public record Losses(Tensor total, Map<String, Tensor> terms) {
    /** Copies the map. */
    public Losses {
        terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
    }

    /**
     * Returns a term.
     *
     * @throws IllegalArgumentException if the method does not report it
     */
    public Tensor term(String name) {
        Tensor term = terms.get(name);
        if (term == null) {
            throw new IllegalArgumentException("no loss term '" + name + "'; known: " + terms.keySet());
        }
        return term;
    }
}

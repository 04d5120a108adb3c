package io.splitmask.cli.bench;

import java.util.List;

/** The middle of measured values, which a few slow ones do not move. */
public final class Median {
    private Median() {}

    /** Returns the middle value, or the mean of the two in the middle. */
    public static double of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int size = sorted.size();
        return (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    }
}

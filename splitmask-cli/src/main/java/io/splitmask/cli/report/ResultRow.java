package io.splitmask.cli.report;

import java.util.List;

/**
 * One thing that was measured, once for each seed.
 *
 * @param label what it is, such as {@code pre-trained with SplitMask}
 * @param values one value for each seed, at least one
 * @param highlighted whether it is the row that the page is about
 */
public record ResultRow(String label, List<Double> values, boolean highlighted) {
    /** Copies the values. */
    public ResultRow {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("row '" + label + "': expected one value or more, got none");
        }
    }

    /** Returns the mean over the seeds. */
    public double mean() {
        return new Sample(values).mean();
    }

    /** Returns the sample standard deviation over the seeds (divisor n - 1); 0 for a single seed. */
    public double spread() {
        return new Sample(values).spread();
    }
}

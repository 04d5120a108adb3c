package io.splitmask.cli.report;

import java.util.List;
import java.util.Locale;

/**
 * One thing that was measured several times, once for each seed.
 *
 * @param values at least one
 */
public record Sample(List<Double> values) {
    /** Copies the values. */
    public Sample {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("sample: expected one value or more, got none");
        }
    }

    /** Returns the mean. */
    public double mean() {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** Returns the sample standard deviation (divisor n - 1); 0 for a single value. */
    public double spread() {
        if (values.size() == 1) {
            return 0;
        }
        double mean = mean();
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        return Math.sqrt(squares / (values.size() - 1));
    }

    /** Returns mean and spread with one digit, such as {@code 41.2 ± 1.3}; a single value stands alone. */
    public String text() {
        return values.size() == 1
                ? String.format(Locale.ROOT, "%.1f", mean())
                : String.format(Locale.ROOT, "%.1f ± %.1f", mean(), spread());
    }
}

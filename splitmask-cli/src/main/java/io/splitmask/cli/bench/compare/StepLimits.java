package io.splitmask.cli.bench.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a step's time goes into, from the figures of {@code bench kernels}.
 *
 * @param stepMs a whole step
 * @param parts of it, the largest first
 */
record StepLimits(double stepMs, List<Part> parts) {
    /** Their time depends on the number of weights alone. */
    private static final Set<String> OF_WEIGHTS = Set.of("adamwStep", "ema", "sumOfSquares");

    /**
     * One part of the time.
     *
     * @param name what it is
     * @param share of the step
     * @param detail figures behind it; may be empty
     */
    record Part(String name, double share, String detail) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%s %.0f%%%s", name, 100 * share, detail.isEmpty() ? "" : " (" + detail + ")");
        }
    }

    /** Sorts the calls of a step. @param facts what {@code bench kernels --json} prints */
    static StepLimits of(JsonNode facts) {
        double stepMs = facts.path("step_ms").doubleValue();
        Group products = new Group();
        Group others = new Group();
        Group weights = new Group();
        for (JsonNode kernel : facts.path("kernels")) {
            boolean multiplies = kernel.path("gflop_per_s").doubleValue() > 0;
            Group group = multiplies ? products : others;
            (OF_WEIGHTS.contains(kernel.path("kernel").asText()) ? weights : group)
                    .add(kernel, multiplies ? "gflop_per_s" : "gb_per_s");
        }
        int calls = products.calls + others.calls;
        double beyond = products.ms + others.ms - products.bestMs - others.bestMs;
        double outside = Math.max(0, stepMs - products.ms - others.ms - weights.ms);
        String slower = String.format(
                Locale.ROOT,
                "%.0f us for each of %d calls; products reach %.1f of %.1f GFLOP/s, others %.1f of %.1f GB/s",
                1000 * beyond / Math.max(1, calls),
                calls,
                products.rate(),
                facts.path("best_gflop_per_s").doubleValue(),
                others.rate(),
                facts.path("best_gb_per_s").doubleValue());
        List<Part> parts = Stream.of(
                        new Part("matrix products at the engine's best rate", products.bestMs / stepMs, ""),
                        new Part("other kernels at the rate of a copy", others.bestMs / stepMs, ""),
                        new Part("what both take beyond that", beyond / stepMs, slower),
                        new Part("updates of the weights", weights.ms / stepMs, ""),
                        new Part("outside of kernels", outside / stepMs, ""))
                .sorted(Comparator.comparingDouble(Part::share).reversed())
                .toList();
        return new StepLimits(stepMs, parts);
    }

    /** Calls added up. */
    private static final class Group {
        private int calls;
        private double ms;
        private double bestMs;
        private double amount;

        void add(JsonNode kernel, String rate) {
            int count = kernel.path("calls").intValue();
            double taken = count * kernel.path("ms").doubleValue();
            calls += count;
            ms += taken;
            bestMs += taken * Math.min(1, kernel.path("of_best").doubleValue());
            amount += taken * kernel.path(rate).doubleValue();
        }

        double rate() {
            return ms == 0 ? 0 : amount / ms;
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f ms: ", stepMs)
                + parts.stream().map(Part::toString).collect(Collectors.joining(", "));
    }
}

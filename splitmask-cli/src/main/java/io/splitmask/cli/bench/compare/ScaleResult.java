package io.splitmask.cli.bench.compare;

import io.splitmask.cli.bench.Median;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one contender reached at one point.
 *
 * @param contender its name
 * @param speeds of each round; fewer if it failed
 * @param failure why it failed; null if it did not
 */
record ScaleResult(
        ScalePoint point,
        String contender,
        List<Contender.Speed> speeds,
        @Nullable String failure) {
    /**
     * Lets contenders take turns at one point. One that fails, as for lack of memory, drops out there.
     *
     * @param options of {@code bench step} beside those of the point
     * @param heard hears a line after each process
     */
    static List<ScaleResult> measure(
            ScalePoint point, List<Contender> contenders, List<String> options, int rounds, Consumer<String> heard)
            throws InterruptedException {
        List<String> all = new ArrayList<>(point.options());
        all.addAll(options);
        Map<String, ScaleResult> results = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (Contender contender : contenders) {
                ScaleResult before = results.getOrDefault(
                        contender.name(), new ScaleResult(point, contender.name(), List.of(), null));
                if (before.failure == null) {
                    ScaleResult after = before.and(contender, all);
                    results.put(contender.name(), after);
                    heard.accept(String.format("%s  round %d/%d  %s", point, round, rounds, after.lastRound()));
                }
            }
        }
        return List.copyOf(results.values());
    }

    private ScaleResult and(Contender runner, List<String> options) throws InterruptedException {
        try {
            List<Contender.Speed> longer = new ArrayList<>(speeds);
            longer.add(runner.measure(options));
            return new ScaleResult(point, contender, longer, null);
        } catch (IOException e) {
            return new ScaleResult(point, contender, speeds, e.getMessage());
        }
    }

    private String lastRound() {
        if (failure != null) {
            return failure;
        }
        Contender.Speed last = speeds.get(speeds.size() - 1);
        return String.format(
                "%-16s %8.2f images/s  %6d MiB", contender, last.imagesPerSecond(), last.residentMebibytes());
    }

    /** Returns the name of its curve. */
    String curve() {
        return contender + ", threads " + point.threads();
    }

    /** Returns the median of the rounds; NaN if it failed. */
    double imagesPerSecond() {
        return failure == null
                ? Median.of(
                        speeds.stream().map(Contender.Speed::imagesPerSecond).toList())
                : Double.NaN;
    }

    /** Returns half of what lies between the slowest and the fastest round. */
    double spread() {
        var range =
                speeds.stream().mapToDouble(Contender.Speed::imagesPerSecond).summaryStatistics();
        return failure == null ? (range.getMax() - range.getMin()) / 2 : 0;
    }

    /** Returns the figures for scripts; what was not measured is null. */
    Map<String, @Nullable Object> figures() {
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        figures.put("sweep", point.sweep().toString());
        figures.put("contender", contender);
        figures.put("threads", point.threads());
        figures.put("batch", point.batch());
        figures.put("image", point.image());
        figures.put("tokens", point.tokens());
        figures.put("images_per_s", failure == null ? imagesPerSecond() : null);
        figures.put("rounds", speeds);
        figures.put("failure", failure);
        return figures;
    }
}

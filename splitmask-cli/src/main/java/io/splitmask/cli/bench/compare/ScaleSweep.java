package io.splitmask.cli.bench.compare;

import io.splitmask.cli.report.LineChart;
import io.splitmask.cli.report.Series;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Speeds over the batch size or over the number of patches.
 *
 * @param sweep which of the two
 * @param title what stays the same
 * @param results of all contenders at all points
 */
record ScaleSweep(ScalePoint.Sweep sweep, String title, List<ScaleResult> results) {
    /** Returns curves over a logarithmic axis; nothing if no point was measured. */
    Optional<LineChart> chart() {
        List<Series> series = curves().entrySet().stream()
                .map(curve -> new Series(
                        curve.getKey(),
                        curve.getValue().stream()
                                .mapToDouble(result -> result.point().position())
                                .toArray(),
                        curve.getValue().stream()
                                .mapToDouble(ScaleResult::imagesPerSecond)
                                .toArray(),
                        curve.getValue().stream()
                                .mapToDouble(ScaleResult::spread)
                                .toArray()))
                .toList();
        String axis = sweep == ScalePoint.Sweep.BATCH ? "images in a step" : "patches of an image";
        return results.stream().allMatch(result -> result.failure() != null)
                ? Optional.empty()
                : Optional.of(new LineChart(title, "", axis, "images/s", series, true));
    }

    private Map<String, List<ScaleResult>> curves() {
        Map<String, List<ScaleResult>> curves = new LinkedHashMap<>();
        results.forEach(result -> curves.computeIfAbsent(result.curve(), name -> new ArrayList<>())
                .add(result));
        return curves;
    }

    /** Writes a row for each position and a column for each curve, in images per second. */
    void print(PrintWriter out) {
        Map<String, List<ScaleResult>> curves = curves();
        out.printf("%n%s%n%-8s", title, sweep.toString().toUpperCase(Locale.ROOT));
        curves.keySet().forEach(curve -> out.printf(" %26s", curve));
        out.println();
        TreeSet<Integer> positions = new TreeSet<>();
        results.forEach(result -> positions.add(result.point().position()));
        for (int position : positions) {
            out.printf("%-8d", position);
            curves.values().forEach(curve -> out.printf(" %26s", cell(curve, position)));
            out.println();
        }
        results.stream()
                .filter(result -> result.failure() != null)
                .forEach(result -> out.printf("%s, %s: %s%n", result.point(), result.contender(), result.failure()));
    }

    private static String cell(List<ScaleResult> curve, int position) {
        return curve.stream()
                .filter(result -> result.point().position() == position)
                .map(result -> result.failure() == null ? String.format("%.2f", result.imagesPerSecond()) : "failed")
                .findFirst()
                .orElse("");
    }

    /** Returns the smallest and the largest point that a contender did on most threads, if there are two. */
    List<ScalePoint> ends(String contender) {
        List<ScaleResult> done = results.stream()
                .filter(result -> result.contender().equals(contender) && result.failure() == null)
                .toList();
        int threads =
                done.stream().mapToInt(result -> result.point().threads()).max().orElse(0);
        List<ScalePoint> points = done.stream()
                .map(ScaleResult::point)
                .filter(point -> point.threads() == threads)
                .sorted(Comparator.comparingInt(ScalePoint::position))
                .toList();
        return points.size() < 2 ? List.of() : List.of(points.get(0), points.get(points.size() - 1));
    }
}

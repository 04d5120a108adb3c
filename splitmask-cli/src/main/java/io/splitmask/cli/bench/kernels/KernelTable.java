package io.splitmask.cli.bench.kernels;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a step's kernels take beside what they could take, for readers and for scripts.
 *
 * @param rows all kinds of call
 * @param stepSeconds a whole step, without measuring
 * @param floor what the engine reaches at its easiest
 * @param peer seconds of a call in PyTorch for Python, where it has one; empty for no such column
 */
record KernelTable(
        List<KernelMeasurement.Row> rows, double stepSeconds, SpeedFloor floor, Map<CallSignature, Double> peer) {
    private static final double SMALL_SHARE = 0.001;

    /** Writes each kernel, and below it the sizes it meets; what takes most comes first. */
    void print(PrintWriter out) {
        out.printf(
                "%n%-20s %6s %9s %7s %14s %8s %9s%s  %s%n",
                "KERNEL",
                "CALLS",
                "MS/STEP",
                "SHARE",
                "RATE",
                "OF BEST",
                "COMPOSED",
                peer.isEmpty() ? "" : String.format(" %8s", "PYTORCH"),
                "ON");
        List<KernelLine> small = new ArrayList<>();
        for (List<KernelMeasurement.Row> kernel : byKernel()) {
            KernelLine sum = sum(kernel);
            if (share(sum) < SMALL_SHARE) {
                small.add(sum);
            } else if (kernel.size() == 1) {
                print(kernel.get(0).signature().kernel(), kernel.get(0), out);
            } else {
                print(kernel.get(0).signature().kernel(), sum, isInherited(kernel), kernel.size() + " sizes", out);
                kernel.stream().filter(row -> share(line(row)) >= SMALL_SHARE).forEach(row -> print("", row, out));
            }
        }
        if (!small.isEmpty()) {
            printSum("others", small, out);
        }
        printSum("all", rows.stream().map(this::line).toList(), out);
    }

    private void print(String name, KernelMeasurement.Row row, PrintWriter out) {
        print(name, line(row), row.timing().inherited(), row.signature().text(), out);
    }

    private void print(String name, KernelLine line, boolean inherited, String on, PrintWriter out) {
        out.printf(
                "%-20s %6d %9.2f %6.1f%% %14s %8s %9s%s  %s%n",
                name,
                line.calls(),
                1000 * line.seconds(),
                100 * share(line),
                rate(line),
                line.bestSeconds() == 0 ? "-" : String.format("%.0f%%", 100 * line.bestSeconds() / line.seconds()),
                inherited ? "inherited" : ratio(line.composedRatio()),
                peer.isEmpty() ? "" : String.format(" %8s", ratio(line.peerRatio())),
                on);
    }

    private void printSum(String name, List<KernelLine> lines, PrintWriter out) {
        int calls = lines.stream().mapToInt(KernelLine::calls).sum();
        double seconds = lines.stream().mapToDouble(KernelLine::seconds).sum();
        out.printf("%-20s %6d %9.2f %6.1f%%%n", name, calls, 1000 * seconds, 100 * seconds / stepSeconds);
    }

    private static String ratio(@Nullable Double ratio) {
        return ratio == null ? "-" : String.format(Locale.ROOT, "x %.2f", ratio);
    }

    private static String rate(KernelLine line) {
        if (line.flops() > 0) {
            return String.format("%.1f GFLOP/s", line.flops() / line.seconds() / 1e9);
        }
        return line.bytes() > 0 ? String.format("%.1f GB/s", line.bytes() / line.seconds() / 1e9) : "-";
    }

    private Collection<List<KernelMeasurement.Row>> byKernel() {
        Map<String, List<KernelMeasurement.Row>> kernels = new LinkedHashMap<>();
        rows.forEach(row -> kernels.computeIfAbsent(row.signature().kernel(), name -> new ArrayList<>())
                .add(row));
        kernels.values()
                .forEach(kernel -> kernel.sort(Comparator.comparingDouble(KernelMeasurement.Row::secondsPerStep)
                        .reversed()));
        return kernels.values().stream()
                .sorted(Comparator.comparingDouble((List<KernelMeasurement.Row> kernel) ->
                                sum(kernel).seconds())
                        .reversed())
                .toList();
    }

    private KernelLine line(KernelMeasurement.Row row) {
        return KernelLine.of(row, floor, peer.get(row.signature()));
    }

    private KernelLine sum(List<KernelMeasurement.Row> kernel) {
        return kernel.stream().map(this::line).reduce(KernelLine::plus).orElseThrow();
    }

    private static boolean isInherited(List<KernelMeasurement.Row> kernel) {
        return kernel.stream().allMatch(row -> row.timing().inherited());
    }

    private double share(KernelLine line) {
        return line.seconds() / stepSeconds;
    }

    /** Returns all kinds of call for scripts, in the same order; what does not apply is null. */
    List<Map<String, @Nullable Object>> figures() {
        return byKernel().stream().flatMap(List::stream).map(this::figures).toList();
    }

    private Map<String, @Nullable Object> figures(KernelMeasurement.Row row) {
        KernelLine line = line(row);
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        figures.put("kernel", row.signature().kernel());
        figures.put("operands", row.signature().operands());
        figures.put("calls", row.calls());
        figures.put("ms", 1000 * row.timing().seconds());
        figures.put("share", share(line));
        figures.put("gflop_per_s", line.flops() / line.seconds() / 1e9);
        figures.put("gb_per_s", line.bytes() / line.seconds() / 1e9);
        figures.put("of_best", line.bestSeconds() / line.seconds());
        figures.put("inherited", row.timing().inherited());
        figures.put("composed_ratio", line.composedRatio());
        figures.put("pytorch_ratio", line.peerRatio());
        return figures;
    }
}

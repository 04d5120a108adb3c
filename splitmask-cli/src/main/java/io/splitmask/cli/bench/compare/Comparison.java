package io.splitmask.cli.bench.compare;

import io.splitmask.cli.bench.Median;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One method at one size, done by several contenders in turn: what slows the machine for a while slows all of them. */
final class Comparison {
    private final String title;
    private final Map<Contender, List<Contender.Speed>> speeds = new LinkedHashMap<>();

    /**
     * Runs all rounds.
     *
     * @param title method and case
     * @param contenders the first is what the others are compared with
     * @param options of {@code bench step}
     * @param rounds how often each of them runs
     * @param heard hears a line after each process
     */
    Comparison(String title, List<Contender> contenders, List<String> options, int rounds, Consumer<String> heard)
            throws IOException, InterruptedException {
        this.title = title;
        for (int round = 1; round <= rounds; round++) {
            for (Contender contender : contenders) {
                Contender.Speed speed = contender.measure(options);
                speeds.computeIfAbsent(contender, c -> new ArrayList<>()).add(speed);
                heard.accept(String.format(
                        "%s  round %d/%d  %-16s %8.2f images/s  %6d MiB",
                        title, round, rounds, contender.name(), speed.imagesPerSecond(), speed.residentMebibytes()));
            }
        }
    }

    /**
     * What one contender reached.
     *
     * @param contender its name
     * @param imagesPerSecond median of the rounds
     * @param ratio median over the rounds of its speed over that of the first contender
     * @param residentMebibytes median of the peaks
     * @param memoryRatio the same as a share of the first contender's
     * @param rounds images per second in each round
     */
    record Row(
            String contender,
            double imagesPerSecond,
            double ratio,
            double residentMebibytes,
            double memoryRatio,
            List<Double> rounds) {}

    String title() {
        return title;
    }

    List<Row> rows() {
        List<Contender.Speed> first = speeds.values().iterator().next();
        List<Row> rows = new ArrayList<>();
        speeds.forEach((contender, measured) -> {
            List<Double> ratios = new ArrayList<>();
            List<Double> memoryRatios = new ArrayList<>();
            for (int i = 0; i < measured.size(); i++) {
                ratios.add(measured.get(i).imagesPerSecond() / first.get(i).imagesPerSecond());
                memoryRatios.add((double) measured.get(i).residentMebibytes()
                        / first.get(i).residentMebibytes());
            }
            List<Double> rounds =
                    measured.stream().map(Contender.Speed::imagesPerSecond).toList();
            List<Double> memory = measured.stream()
                    .map(speed -> (double) speed.residentMebibytes())
                    .toList();
            rows.add(new Row(
                    contender.name(),
                    Median.of(rounds),
                    Median.of(ratios),
                    Median.of(memory),
                    Median.of(memoryRatios),
                    rounds));
        });
        return rows;
    }
}

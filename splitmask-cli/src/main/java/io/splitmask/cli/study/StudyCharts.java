package io.splitmask.cli.study;

import io.splitmask.cli.report.LineChart;
import io.splitmask.cli.report.Sample;
import io.splitmask.cli.report.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The figures of a study: one for each of its axes that is a number. */
final class StudyCharts {
    private final StudyOutcome study;
    private final StudySettings settings;

    private StudyCharts(StudyOutcome study) {
        this.study = study;
        this.settings = study.settings();
    }

    static List<LineChart> of(StudyOutcome study) {
        return new StudyCharts(study).charts();
    }

    private List<LineChart> charts() {
        List<LineChart> charts = new ArrayList<>();
        if (settings.fractions().size() > 1) {
            over("Accuracy by number of images", "images pre-trained on", this::images)
                    .ifPresent(charts::add);
        }
        if (settings.epochs().size() > 1) {
            over("Accuracy by length of pre-training", "epochs of pre-training", study::epochs)
                    .ifPresent(charts::add);
        }
        if (settings.probes()) {
            byBlock().ifPresent(charts::add);
        }
        return charts;
    }

    private double images(StudyRow row) {
        return row.pretraining().map(StageResult::images).orElse(0);
    }

    /** Draws a curve for each combination of the other axes, and the level of training from scratch. */
    private Optional<LineChart> over(String name, String xName, ToDoubleFunction<StudyRow> position) {
        Map<String, List<StudyRow>> curves = new LinkedHashMap<>();
        for (StudyRow row : study.rows()) {
            if (row.cell().pretrains() && measure(row).isPresent()) {
                curves.computeIfAbsent(curve(row, xName), key -> new ArrayList<>())
                        .add(row);
            }
        }
        if (curves.isEmpty()) {
            return Optional.empty();
        }
        List<Series> series = new ArrayList<>();
        curves.values().forEach(rows -> rows.sort(Comparator.comparingDouble(position)));
        curves.forEach((curve, rows) -> series.add(new Series(
                curve,
                rows.stream().mapToDouble(position).toArray(),
                rows.stream().mapToDouble(this::mean).toArray(),
                rows.stream()
                        .mapToDouble(row -> measure(row).map(Sample::spread).orElse(0.0))
                        .toArray())));
        double[] ends = ends(series);
        for (StudyRow row : study.rows()) {
            if (!row.cell().pretrains() && row.finetuned().isPresent() && settings.finetunes()) {
                series.add(new Series(study.label(row), ends, level(ends.length, mean(row))));
            }
        }
        String measure = settings.finetunes() ? "top-1 after fine-tuning, %" : "top-1 of the linear probe, %";
        return Optional.of(new LineChart(name, bars(), xName, measure, series, true));
    }

    /** What a row has in common with the others of its curve. */
    private String curve(StudyRow row, String xName) {
        Cell cell = row.cell();
        boolean overImages = xName.startsWith("images");
        StudySettings others = overImages
                ? settings.withAxes(List.of(1.0), settings.epochs())
                : settings.withAxes(settings.fractions(), List.of(1));
        // Not the row's own epochs, which differ a little along a curve.
        return cell.label(others, study.factor() * cell.epochs());
    }

    private Optional<LineChart> byBlock() {
        List<Series> series = new ArrayList<>();
        int depth = 0;
        for (StudyRow row : study.rows()) {
            if (row.depth() > 0) {
                depth = Math.max(depth, row.depth());
                List<Sample> blocks = IntStream.range(0, row.depth())
                        .mapToObj(row::block)
                        .flatMap(Optional::stream)
                        .toList();
                series.add(new Series(
                        study.label(row),
                        IntStream.rangeClosed(1, blocks.size())
                                .mapToDouble(block -> block)
                                .toArray(),
                        blocks.stream().mapToDouble(Sample::mean).toArray(),
                        blocks.stream().mapToDouble(Sample::spread).toArray()));
            }
        }
        if (series.isEmpty()) {
            return Optional.empty();
        }
        double[] ends = {1, Math.max(2, depth)};
        series.add(new Series("guessing", ends, level(2, study.chance())));
        return Optional.of(new LineChart(
                "Linear probe by block",
                "How much of the classes can be read off what each block makes of the images.",
                "block",
                "top-1 of the linear probe, %",
                series));
    }

    private Optional<Sample> measure(StudyRow row) {
        return settings.finetunes() ? row.finetuned() : row.lastBlock();
    }

    private double mean(StudyRow row) {
        return measure(row).map(Sample::mean).orElse(Double.NaN);
    }

    private String bars() {
        return settings.finetuneSeeds().size() * settings.pretrainSeeds().size() > 1
                ? "Bars: standard deviation between seeds."
                : "One seed.";
    }

    private static double[] ends(List<Series> series) {
        double[] all = series.stream()
                .flatMapToDouble(curve -> Arrays.stream(curve.x()))
                .toArray();
        return new double[] {
            Arrays.stream(all).min().orElseThrow(), Arrays.stream(all).max().orElseThrow()
        };
    }

    private static double[] level(int points, double value) {
        double[] level = new double[points];
        Arrays.fill(level, value);
        return level;
    }
}

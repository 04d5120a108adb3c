package io.splitmask.cli.run;

import io.splitmask.cli.report.LineChart;
import io.splitmask.cli.report.RunEnvironment;
import io.splitmask.cli.report.Setting;
import io.splitmask.spi.Backend;
import io.splitmask.train.RunConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Parts that the reports of all commands share. */
public final class RunReports {
    private static final List<String> LOSSES = List.of("loss", "inpaint", "match", "query1", "query2");
    private static final List<String> NO_FIGURES =
            List.of("step", "epoch", "mim", "learning_rate", "gradient_norm", "images");

    private RunReports() {}

    /** Says what computed a run, and for how long until now. @param started when it began */
    public static RunEnvironment environment(Backend backend, RunConfig config, ZonedDateTime started) {
        List<Setting> versions = config.versions().entrySet().stream()
                .map(entry -> new Setting(entry.getKey(), entry.getValue()))
                .toList();
        return new RunEnvironment(
                backend.description(),
                backend.device().toString(),
                config.seed(),
                started,
                Duration.between(started, ZonedDateTime.now(started.getZone())),
                versions);
    }

    /** Lists all settings by their path, such as {@code plan.recipe.batchSize}. */
    public static List<Setting> settings(RunConfig config) {
        List<Setting> settings = new ArrayList<>();
        collect("", config.settings(), settings);
        return settings;
    }

    private static void collect(String prefix, Map<?, ?> values, List<Setting> settings) {
        values.forEach((key, value) -> {
            String name = prefix.isEmpty() ? String.valueOf(key) : prefix + "." + key;
            if (value instanceof Map<?, ?> inner) {
                collect(name, inner, settings);
            } else {
                settings.add(new Setting(name, String.valueOf(value)));
            }
        });
    }

    /** Draws what was measured in pre-training. @param words what a loss of predicting words is compared with */
    public static List<LineChart> pretraining(Path metrics, Optional<WordFacts> words) throws IOException {
        MetricsTable table = MetricsTable.read(metrics);
        List<String> losses = table.columns().stream().filter(LOSSES::contains).toList();
        List<String> figures = new ArrayList<>(table.columns());
        figures.removeAll(LOSSES);
        figures.removeAll(NO_FIGURES);
        List<LineChart> charts = new ArrayList<>();
        charts.add(table.chart("Pre-training loss", explanation(losses, words), "loss", losses, lines(words)));
        if (!figures.isEmpty()) {
            charts.add(table.chart("Beside the loss", explanation(figures), "", figures, List.of()));
        }
        charts.add(table.chart("Learning rate", "", "per step", List.of("learning_rate"), List.of()));
        return charts;
    }

    private static List<LevelLine> lines(Optional<WordFacts> words) {
        return words.map(facts -> List.of(
                        new LevelLine("knows nothing: ln V", facts.uniform()),
                        new LevelLine("knows how often each word occurs", facts.entropy())))
                .orElse(List.of());
    }

    private static String explanation(List<String> losses, Optional<WordFacts> words) {
        StringBuilder text = new StringBuilder("Lower is better.");
        if (losses.contains("match")) {
            text.append(
                    " Inpaint: how surprised the model is by the hidden visual words. Match: how hard it finds it to "
                            + "tell which two halves are of one image.");
        }
        words.ifPresent(facts -> text.append(String.format(
                Locale.ROOT,
                " Of %d visual words %d occur. Guessing costs %.2f nats per word; knowing only how often each occurs,"
                        + " %.2f. What the model is below that, it has learnt from the patches around.",
                facts.vocabulary(),
                facts.used(),
                facts.uniform(),
                facts.entropy())));
        return text.toString();
    }

    private static String explanation(List<String> figures) {
        if (figures.contains("uniformity")) {
            return "Alignment: squared distance of the two descriptors of an image, lower is better. Uniformity: how evenly "
                    + "the descriptors of different images spread; 0 is a collapse.";
        }
        return figures.contains("teacher_entropy")
                ? "Entropy of the teacher's output in nats. It collapses if the entropy is that of the mean over the batch: "
                        + "then every image gets the same answer."
                : "";
    }
}

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
import java.util.Map;

/** Parts that the reports of all commands share. */
public final class RunReports {
    private RunReports() {}

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

    /** Draws the losses and the learning rate of pre-training. */
    public static List<LineChart> pretraining(Path metrics) throws IOException {
        MetricsTable table = MetricsTable.read(metrics);
        return List.of(
                table.chart(
                        "Pre-training loss",
                        "Inpaint: how surprised the model is by the hidden visual words. Match: how hard it finds it to "
                                + "tell which two halves are of one image. Lower is better.",
                        "loss",
                        List.of("loss", "inpaint", "match")),
                table.chart("Learning rate", "", "per step", List.of("learning_rate")));
    }
}

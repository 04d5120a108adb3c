package io.splitmask.cli.fuzz;

import io.splitmask.cli.run.PretrainPlan;
import io.splitmask.cli.study.PlanReading;
import io.splitmask.nn.VitConfig;
import io.splitmask.recipe.PretrainRecipe;
import io.splitmask.train.MetricsCsv;
import io.splitmask.train.RunConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Texts that say what to do, or what was done. */
final class SettingsTargets {
    private static final String METRICS = """
            step,epoch,loss,learning_rate,gradient_norm,images
            1,0.5,2.3,1.0E-4,0.7,8
            2,1.0,2.2,2.0E-4,0.6,8
            """;

    private SettingsTargets() {}

    static List<FuzzTarget> all() throws IOException {
        return List.of(
                FuzzTarget.of(
                        "plan files",
                        Map.of("a.json", plan("table8"), "b.json", plan("fig5")),
                        (folder, damaged) -> PlanReading.read(damaged)),
                FuzzTarget.of("config.json", Map.of("config.json", config()), SettingsTargets::config),
                FuzzTarget.of("metrics.csv", Map.of("metrics.csv", utf8(METRICS)), SettingsTargets::metrics));
    }

    private static byte[] plan(String name) throws IOException {
        return utf8(PlanReading.text(name));
    }

    private static byte[] config() throws IOException {
        Path file = Files.createTempFile("config", ".json");
        try {
            PretrainPlan plan = new PretrainPlan(
                    VitConfig.small(224, 16), "splitmask", Map.of(), "", "", 64, PretrainRecipe.SPLITMASK, 1);
            RunConfig.of("pretrain", 1, Map.of("plan", plan), "none").write(file);
            return Files.readAllBytes(file);
        } finally {
            Files.delete(file);
        }
    }

    private static void config(Path folder, Path damaged) throws IOException {
        RunConfig config = RunConfig.read(damaged);
        try {
            config.settings("plan", PretrainPlan.class);
        } catch (IllegalArgumentException e) {
            // Says which setting is wrong; the command that asked for it says where it was found.
            throw new IOException(damaged + ": " + e.getMessage(), e);
        }
    }

    /** The table itself is never refused; its damaged rows are dropped. */
    private static void metrics(Path folder, Path damaged) throws IOException {
        MetricsCsv.open(damaged, 2).close();
        if (Files.size(damaged) != METRICS.length()) {
            throw new IOException(damaged + ": rows were dropped");
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

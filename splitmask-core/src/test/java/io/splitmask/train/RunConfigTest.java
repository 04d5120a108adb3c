package io.splitmask.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.internal.Json;
import io.splitmask.method.splitmask.SplitMaskRecipe;
import io.splitmask.nn.VitConfig;
import io.splitmask.recipe.PretrainRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunConfigTest {
    private final Path file;

    RunConfigTest(@TempDir Path folder) {
        file = folder.resolve("run/config.json");
    }

    @Test
    void givesBackWhatWasWritten() throws IOException {
        TrainingSettings training =
                TrainingSettings.of(PretrainRecipe.SPLITMASK, CheckpointSettings.everySeconds(600), Long.MIN_VALUE);
        RunConfig config = RunConfig.of(
                "pretrain",
                Long.MIN_VALUE,
                Map.of("training", training, "model", VitConfig.small(224, 16), "data", "photos"),
                "plain Java");
        config.write(file);
        RunConfig read = RunConfig.read(file);
        assertThat(read).isEqualTo(config);
        assertThat(read.settings("training", TrainingSettings.class)).isEqualTo(training);
        assertThat(read.settings("model", VitConfig.class)).isEqualTo(VitConfig.small(224, 16));
        assertThat(read.settings("data", String.class)).isEqualTo("photos");
        assertThat(read.versions()).containsKeys("splitmask", "java", "os").containsEntry("engine", "plain Java");
    }

    @Test
    void keepsTheRecipesOfThePaper() throws IOException {
        RunConfig.of("pretrain", 1, Map.of("recipe", SplitMaskRecipe.PAPER, "pretrain", PretrainRecipe.BEIT), "")
                .write(file);
        RunConfig read = RunConfig.read(file);
        assertThat(read.settings("recipe", SplitMaskRecipe.class)).isEqualTo(SplitMaskRecipe.PAPER);
        assertThat(read.settings("pretrain", PretrainRecipe.class)).isEqualTo(PretrainRecipe.BEIT);
    }

    @Test
    void namesTheFileAndWhatIsWrongInIt() throws IOException {
        RunConfig.of("pretrain", 1, Map.of(), "").write(file);
        String good = Files.readString(file);
        Files.writeString(file, good.replaceFirst("\\{", "{\n  \"speed\": 1,"));
        assertUnreadable("speed");
        Files.writeString(file, good.replaceFirst("\"command\".*", ""));
        assertUnreadable("command");
        Files.writeString(file, good.replaceFirst("\"settings\" :", "\"settings\""));
        assertUnreadable("line 4", "expecting a colon");
        Files.writeString(file, "null");
        assertUnreadable("expected the settings of a run, got null");
        Files.write(file, new byte[] {'{', '\n', '"', (byte) 0xff, '"', ':', '1', '}'});
        assertUnreadable("line 2", "UTF-8");
        Files.write(file, new byte[] {'{', 0, 0, 0, 0, 'c', 'n', 'm'}); // as in UTF-32, but beyond its characters
        assertUnreadable("expected the settings of a run: Invalid UTF-32 character");
    }

    private void assertUnreadable(String... parts) {
        assertThatThrownBy(() -> RunConfig.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toAbsolutePath().toString())
                .hasMessageContainingAll(parts)
                .hasMessageNotContaining("\n");
    }

    @Test
    void rejectsSettingsThatAreMissing() {
        RunConfig config = RunConfig.of("pretrain", 1, Map.of("data", "photos"), "");
        assertThatThrownBy(() -> config.settings("model", VitConfig.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected settings 'model', got [data]");
    }

    @Test
    void saysInOneLineWhichSettingDoesNotFit() {
        Map<String, Object> recipe = Json.map(PretrainRecipe.SPLITMASK);
        recipe.put("views", List.of(Map.of("count", "many")));
        RunConfig config = RunConfig.of("pretrain", 1, Map.of("recipe", recipe), "");
        assertThatThrownBy(() -> config.settings("recipe", PretrainRecipe.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("settings 'recipe': views.[0].count: ")
                .hasMessageContaining("many")
                .hasMessageNotContaining("\n");
        recipe.put("views", List.of(Map.of("count", 1L << 31)));
        RunConfig large = RunConfig.of("pretrain", 1, Map.of("recipe", recipe), "");
        assertThatThrownBy(() -> large.settings("recipe", PretrainRecipe.class))
                .hasMessage("settings 'recipe': views.[0].count: Numeric value (2147483648) out of range of int"
                        + " (-2147483648 - 2147483647)");
    }

    @Test
    void settingsOfAnotherVersionSayWhichWroteThem() {
        Map<String, Object> newer = Json.map(PretrainRecipe.SPLITMASK);
        newer.put("momentum", 0.9);
        Map<String, Object> older = Json.map(PretrainRecipe.SPLITMASK);
        older.remove("dropPath");
        RunConfig config =
                new RunConfig("pretrain", 1, Map.of("newer", newer, "older", older), Map.of("splitmask", "0.0.1"));
        assertOtherVersion(config, "newer", "momentum");
        assertOtherVersion(config, "older", "dropPath");
    }

    private static void assertOtherVersion(RunConfig config, String name, String setting) {
        assertThatThrownBy(() -> config.settings(name, PretrainRecipe.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("settings '" + name + "': ")
                .hasMessageContaining(setting)
                .hasMessageEndingWith("; written by version 0.0.1 of this library, this is development")
                .hasMessageNotContaining("\n");
    }
}

package io.splitmask.cli.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.splitmask.cli.option.UsageException;
import io.splitmask.method.MethodCatalogue;
import io.splitmask.method.Methods;
import io.splitmask.nn.Pooling;
import io.splitmask.nn.VitConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlanFilesTest {
    static final List<String> READY = PlanFiles.READY;

    private final MethodCatalogue methods = new MethodCatalogue(Methods.known());

    @ParameterizedTest
    @FieldSource("READY")
    void readyPlansNameMethodsAndSettingsThatExist(String name) throws IOException {
        StudyPlan plan = PlanFiles.read(name);
        assertThat(plan.title()).isNotEqualTo(name);
        assertThat(Cell.of(plan.settings(), methods)).isNotEmpty();
        assertThat(Cell.of(plan.ofPaper().orElseThrow(), methods)).isNotEmpty();
        StudyWords.check(plan.settings());
    }

    @Test
    void whatAPlanLeavesOutIsTheDefault(@TempDir Path folder) throws IOException {
        StudyPlan plan = read(folder, "{'settings': {'methods': ['scratch', 'mae'], 'finetune': {'epochs': 3}}}");
        StudySettings settings = plan.settings();
        assertThat(plan.title()).isEqualTo("plan.json");
        assertThat(plan.ofPaper()).isEmpty();
        assertThat(settings.methods())
                .containsExactly(
                        new StudyMethod("scratch", "scratch", Map.of(), Map.of()),
                        new StudyMethod("mae", "mae", Map.of(), Map.of()));
        assertThat(settings.finetune()).isEqualTo(new FinetuneSettings(null, 3, null, null, null, Pooling.PATCH_MEAN));
        assertThat(settings.pretrain()).isEqualTo(PretrainSettings.DEFAULT);
        assertThat(settings.epochs()).isEqualTo(StudySettings.DEFAULT.epochs());
    }

    @Test
    void classifiersSeeOneThingUnlessAPlanLeavesItToTheStart(@TempDir Path folder) throws IOException {
        VitConfig model = VitConfig.micro(32, 8);
        FinetuneSettings alike =
                read(folder, "{'settings': {'methods': ['dino']}}").settings().finetune();
        FinetuneSettings own = read(folder, "{'settings': {'methods': ['dino'], 'finetune': {'pooling': null}}}")
                .settings()
                .finetune();
        assertThat(alike.plan(model, 1, Optional.empty(), 0).recipe().pooling()).isEqualTo(Pooling.PATCH_MEAN);
        for (Pooling pooling : Pooling.values()) {
            assertThat(own.plan(model, 1, Optional.of(pooling), 0).recipe().pooling())
                    .isEqualTo(pooling);
        }
        assertThat(own.plan(model, 1, Optional.empty(), 0).recipe().pooling()).isEqualTo(Pooling.CLASS_TOKEN);
    }

    @Test
    void settingsOfMethodsArriveAsTheyAre(@TempDir Path folder) throws IOException {
        StudyPlan plan = read(
                folder,
                "{'show': 'ablation', 'settings': {'methods': [{'label': 'x', 'method': 'splitmask',"
                        + " 'set': {'maskRatio': 0.75}, 'paper': {'hours': 2}}],"
                        + " 'pretrain': {'learningRate': null, 'batch': 7}}}");
        assertThat(plan.show()).isEqualTo(StudyView.ABLATION);
        assertThat(plan.settings().methods().get(0).set()).containsExactly(Map.entry("maskRatio", 0.75));
        assertThat(plan.settings().methods().get(0).paper()).containsExactly(Map.entry("hours", 2.0));
        assertThat(plan.settings().pretrain()).isEqualTo(new PretrainSettings(7, null, 0.1, 0.0, 0.3, false));
    }

    static Stream<Arguments> wrongPlans() {
        return Stream.of(
                argumentSet("no JSON", "{'settings': {\n'methods': [}}", new String[] {"line 2", "expected JSON"}),
                argumentSet("no settings", "{'title': 'x'}", new String[] {"'settings'", "allowed: title"}),
                argumentSet("unknown key", "{'settings': {'methods': ['mae']}, 'seed': 3}", new String[] {
                    "unknown key 'seed'", "allowed: title, description, show, settings, paper"
                }),
                argumentSet("unknown key of two lines", "{'settings': {'methods': ['mae']}, 'a\\nb': 3}", new String[] {
                    "unknown key 'a?b'"
                }),
                argumentSet(
                        "unknown key of the settings",
                        "{'settings': {'methods': ['mae'], 'epoch': [3]}}",
                        new String[] {"unknown key 'epoch' in 'settings'", "allowed:", "epochs"}),
                argumentSet(
                        "unknown key further down",
                        "{'settings': {'methods': ['mae'], 'finetune': {'epoch': 3}}}",
                        new String[] {"unknown key 'epoch' in 'settings.finetune'", "allowed: batch, epochs"}),
                argumentSet(
                        "unknown key of the paper's settings",
                        "{'settings': {'methods': ['mae']}, 'paper': {'methods': ['mae'], 'lr': 1}}",
                        new String[] {"unknown key 'lr' in 'paper'"}),
                argumentSet(
                        "unknown key of a method",
                        "{'settings': {'methods': [{'method': 'mae', 'settings': {}}]}}",
                        new String[] {"unknown key 'settings' in 'settings.methods'", "label, method, paper, set"}),
                argumentSet("no methods", "{'settings': {'epochs': [3]}}", new String[] {"key 'methods'"}),
                argumentSet("methods of one name", "{'settings': {'methods': ['mae', 'mae']}}", new String[] {
                    "different methods", "'mae' twice", "label"
                }),
                argumentSet("text for a number", "{'settings': {'methods': ['mae'], 'image': 'large'}}", new String[] {
                    "settings.image", "large"
                }),
                argumentSet("null for a list", "{'settings': {'methods': ['mae'], 'epochs': null}}", new String[] {
                    "settings", "got null"
                }),
                argumentSet(
                        "fraction of nothing",
                        "{'settings': {'methods': ['mae'], 'fractions': [0]}}",
                        new String[] {"expected fractions above 0 to 1, got 0.0"}),
                argumentSet(
                        "image without whole patches",
                        "{'settings': {'methods': ['mae'], 'image': 60}}",
                        new String[] {"multiples of patchSize 8"}),
                argumentSet("unknown model", "{'settings': {'methods': ['mae'], 'model': 'vit_giant'}}", new String[] {
                    "unknown model 'vit_giant'", "vit_micro"
                }),
                argumentSet(
                        "unknown preset",
                        "{'settings': {'methods': ['mae'], 'finetune': {'preset': 'inat20'}}}",
                        new String[] {"unknown preset 'inat20'", "inat19"}),
                argumentSet(
                        "nothing to measure",
                        "{'settings': {'methods': ['mae'], 'finetune': {'epochs': 0}}}",
                        new String[] {"nothing is measured"}),
                argumentSet("unknown view", "{'show': 'pie', 'settings': {'methods': ['mae']}}", new String[] {
                    "show", "ABLATION"
                }));
    }

    @ParameterizedTest
    @MethodSource("wrongPlans")
    void wrongPlansNameFilePlaceAndWhatIsAllowed(String text, String[] parts, @TempDir Path folder) {
        assertThatThrownBy(() -> read(folder, text))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(folder.resolve("plan.json").toString())
                .hasMessageContainingAll(parts)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void aPlanThatIsNoTextIsNamed(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("plan.json"), new byte[] {'{', (byte) 0xff, '}'});
        assertThatThrownBy(() -> PlanFiles.read(file.toString()))
                .isInstanceOf(UsageException.class)
                .hasMessage(file + ": expected text in UTF-8, got other content");
    }

    @Test
    void anUnknownPlanListsTheKnown() {
        assertThatThrownBy(() -> PlanFiles.read("tabel8"))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll("unknown plan 'tabel8'", "table8", "fig6", "or a file");
    }

    private static StudyPlan read(Path folder, String text) throws IOException {
        Path file = Files.writeString(folder.resolve("plan.json"), text.replace('\'', '"'));
        return PlanFiles.read(file.toString());
    }
}

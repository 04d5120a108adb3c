package io.splitmask.cli.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.cli.option.UsageException;
import io.splitmask.method.MethodCatalogue;
import io.splitmask.method.Methods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CellTest {
    private final MethodCatalogue methods = new MethodCatalogue(Methods.known());

    @Test
    void axesMultiplyButForThoseThatChangeNothing(@TempDir Path folder) throws IOException {
        StudySettings settings = settings(
                folder,
                "'methods': ['scratch', 'mae', 'beit'], 'tokenizers': ['random-projection', 'kmeans'],"
                        + " 'fractions': [0.5, 1], 'epochs': [3], 'pretrainSeeds': [0, 4]");
        List<Cell> cells = Cell.of(settings, methods);
        assertThat(cells).extracting(cell -> cell.method().label()).startsWith("scratch", "mae", "mae");
        assertThat(cells).hasSize(1 + 2 * 2 + 2 * 2 * 2);
        assertThat(cells.get(0).pretrains()).isFalse();
        assertThat(cells.get(1).tokenizer()).isEmpty();
        assertThat(cells)
                .extracting(Cell::key)
                .doesNotHaveDuplicates()
                .contains("scratch", "mae-share0.5-epochs3-seed4", "beit-kmeans-share1-epochs3-seed0");
    }

    @Test
    void labelsSayOnlyWhatDiffers(@TempDir Path folder) throws IOException {
        StudySettings settings = settings(folder, "'methods': ['scratch', 'beit'], 'fractions': [0.05, 1]");
        assertThat(Cell.of(settings, methods))
                .extracting(cell -> cell.label(settings, 3))
                .containsExactly("scratch", "beit, 5 % of the images", "beit, 100 % of the images");
    }

    @Test
    void tokenizerFilesOfOneNameAreRefused(@TempDir Path folder) throws IOException {
        StudySettings settings =
                settings(folder, "'methods': ['beit'], 'tokenizers': ['a/words.safetensors', 'b/words.safetensors']");
        assertThatThrownBy(() -> Cell.of(settings, methods))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll("beit-words-safetensors", "other names");
    }

    @Test
    void wrongMethodsAndSettingsAreFoundBeforeTheRun(@TempDir Path folder) throws IOException {
        StudySettings unknown = settings(folder, "'methods': ['dyno']");
        assertThatThrownBy(() -> Study.check(methods, unknown))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll("unknown method 'dyno'", "splitmask");
        StudySettings wrong = settings(folder, "'methods': [{'method': 'beit', 'set': {'maskRatios': 1}}]");
        assertThatThrownBy(() -> Study.check(methods, wrong))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll("unknown setting 'maskRatios' of beit", "maskRatio");
        StudySettings words = settings(folder, "'methods': ['beit'], 'tokenizers': ['random']");
        assertThatThrownBy(() -> StudyWords.check(words))
                .isInstanceOf(UsageException.class)
                .hasMessageContainingAll("unknown tokenizer 'random'", "random-projection", "kmeans");
    }

    private static StudySettings settings(Path folder, String text) throws IOException {
        Path file = folder.resolve("plan.json");
        Files.writeString(file, ("{'settings': {" + text + "}}").replace('\'', '"'));
        return PlanFiles.read(file.toString()).settings();
    }
}

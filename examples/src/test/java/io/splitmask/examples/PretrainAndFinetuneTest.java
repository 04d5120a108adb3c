package io.splitmask.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.nn.VitConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainAndFinetuneTest {
    private static final int PER_CLASS = 16;

    @Test
    void leavesWeightsOfBothStages(@TempDir Path folder) throws Exception {
        Path photos = folder.resolve("photos");
        DrawnPhotos.write(photos, PER_CLASS);
        PretrainAndFinetune.run(photos, folder.resolve("out"), VitConfig.micro(64, 8));
        assertThat(folder.resolve("out/pretrain/weights.safetensors")).exists();
        assertThat(folder.resolve("out/finetune/weights.safetensors")).exists();
        assertThat(Files.readAllLines(folder.resolve("out/pretrain/metrics.csv")))
                .hasSizeGreaterThan(2);
    }

    @Test
    void readmeShowsThisProgram() throws IOException {
        Path source = Path.of("src/main/java/io/splitmask/examples/PretrainAndFinetune.java");
        String program = Files.readString(source);
        String shown = program.substring(program.indexOf("// README: begin"), program.indexOf("// README: end"))
                .replace("// README: begin", "")
                .stripIndent()
                .strip();
        assertThat(withoutIndent(Files.readString(Path.of("..", "README.md")))).contains(withoutIndent(shown));
    }

    private static String withoutIndent(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).reduce("", (a, b) -> a + "\n" + b);
    }
}

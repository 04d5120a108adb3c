package io.splitmask.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.nn.VitConfig;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainAndFinetuneTest {
    private static final int PER_CLASS = 16;

    @Test
    void leavesWeightsOfBothStages(@TempDir Path folder) throws Exception {
        Path photos = folder.resolve("photos");
        draw(photos.resolve("squares"), true);
        draw(photos.resolve("discs"), false);
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

    private static void draw(Path folder, boolean squares) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < PER_CLASS; i++) {
            BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
            Graphics2D canvas = image.createGraphics();
            canvas.setColor(new Color(10 * i, 120, 200));
            if (squares) {
                canvas.fillRect(i, 8, 30, 30);
            } else {
                canvas.fillOval(i, 8, 30, 30);
            }
            canvas.dispose();
            ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
        }
    }
}

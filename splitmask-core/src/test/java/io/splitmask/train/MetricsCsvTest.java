package io.splitmask.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsCsvTest {
    private static final String HEADER = "step,epoch,loss,inpaint,match,learning_rate,gradient_norm,images\n";

    private final Path file;

    MetricsCsvTest(@TempDir Path folder) {
        file = folder.resolve("run/metrics.csv");
    }

    private static StepReport report(long step) {
        Map<String, Float> terms = new LinkedHashMap<>();
        terms.put("inpaint", 9.25f);
        terms.put("match", 0.1f);
        return new StepReport(step, step / 4.0, 9.35f, terms, 1.5e-3, 0.5, 16, 123);
    }

    private static String row(long step) {
        return step + "," + step / 4.0 + ",9.35,9.25,0.1,0.0015,0.5,16\n";
    }

    private void append(long keepSteps, long... steps) throws IOException {
        try (MetricsCsv metrics = MetricsCsv.open(file, keepSteps)) {
            for (long step : steps) {
                metrics.append(report(step));
            }
            metrics.force();
        }
    }

    @Test
    void writesAHeaderAndARowPerStep() throws IOException {
        append(0, 1, 2);
        assertThat(file).hasContent(HEADER + row(1) + row(2));
    }

    @Test
    void dropsRowsPastTheCheckpoint() throws IOException {
        append(0, 1, 2, 3, 4);
        append(2, 3);
        assertThat(file).hasContent(HEADER + row(1) + row(2) + row(3));
    }

    @Test
    void dropsARowThatWasCutOff() throws IOException {
        append(0, 1, 2);
        Files.writeString(file, HEADER + row(1) + row(2) + "3,0.7");
        append(3, 4);
        assertThat(file).hasContent(HEADER + row(1) + row(2) + row(4));
    }

    @Test
    void dropsALastRowWithoutLineEnd() throws IOException {
        append(0, 1);
        Files.writeString(file, HEADER + row(1) + row(2).stripTrailing());
        append(2, 3);
        assertThat(file).hasContent(HEADER + row(1) + row(3));
    }

    @Test
    void dropsWhatIsNoRow() throws IOException {
        append(0, 1);
        byte[] garbage = {(byte) 0xff, 0, '\r', (byte) 0xc3, '\n', '2', ',', '\n'};
        Files.write(file, garbage, StandardOpenOption.APPEND);
        append(3, 4);
        assertThat(file).hasContent(HEADER + row(1) + row(4));
        Files.write(file, garbage);
        append(3, 4);
        assertThat(file).as("no table at all").hasContent(HEADER + row(4));
    }

    @Test
    void longLinesAreNoRowsAndNotKeptInMemory() throws IOException {
        append(0, 1);
        Files.writeString(file, "2,".repeat(1 << 17) + "\n", StandardOpenOption.APPEND);
        append(2, 3);
        assertThat(file).hasContent(HEADER + row(1) + row(3));
    }

    @Test
    void startsAgainFromNothing() throws IOException {
        append(0, 1, 2);
        append(0, 1);
        assertThat(file).hasContent(HEADER + row(1));
    }

    @Test
    void rejectsOtherColumns() throws IOException {
        append(0, 1);
        try (MetricsCsv metrics = MetricsCsv.open(file, 1)) {
            StepReport other = new StepReport(2, 0.5, 1, Map.of("accuracy", 1f), 0, 0, 1, 0);
            assertThatThrownBy(() -> metrics.append(other))
                    .isInstanceOf(IOException.class)
                    .hasMessageContainingAll("metrics.csv", "loss,accuracy,learning_rate", "loss,inpaint,match");
        }
    }
}

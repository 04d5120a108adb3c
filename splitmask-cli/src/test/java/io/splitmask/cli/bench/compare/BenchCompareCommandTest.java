package io.splitmask.cli.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.splitmask.cli.CommandRun;
import io.splitmask.cli.run.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCompareCommandTest {
    @Test
    void enginesTakeTurnsInProcessesOfTheirOwn(@TempDir Path folder) throws IOException {
        Path out = folder.resolve("speed");
        CommandRun run = CommandRun.of(
                List.of(),
                ("bench compare --engines djl,dl4j --python no-such-python --cases vit_micro:16:8:2 --rounds 1 --steps 1"
                                + " --warmup 1 --warmup-seconds 1 --out " + out)
                        .split(" "));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("'no-such-python' has no PyTorch: compared without it", "IMAGES/S");
        JsonNode rows = new ObjectMapper()
                .readTree(out.resolve("compare.json").toFile())
                .path("splitmask vit_micro:16:8:2");
        assertThat(rows.findValuesAsText("contender")).containsExactly("djl", "dl4j");
        assertThat(rows.path(0).path("ratio").doubleValue()).isEqualTo(1);
        assertThat(rows.path(1).path("ratio").doubleValue())
                .isCloseTo(
                        rows.path(1).path("imagesPerSecond").doubleValue()
                                / rows.path(0).path("imagesPerSecond").doubleValue(),
                        within(1e-9));
        assertThat(rows.path(1).path("residentMebibytes").doubleValue()).isPositive();
        assertThat(out.resolve("splitmask-vit_micro-16-8-2.svg")).content().contains("<svg");
    }

    @Test
    void allGetThePrecision(@TempDir Path folder) {
        CommandRun run = CommandRun.of(
                List.of(),
                ("bench compare --engines dl4j --peers pytorch --python no-such-python --cases vit_micro:16:8:2 --rounds 1"
                                + " --precision bf16 --out " + folder.resolve("speed"))
                        .split(" "));
        assertThat(run.code()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("dl4j", "bf16");
    }

    /** The figures of a contender are those of the last line that it prints. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "contenders are scripts of a POSIX shell")
    void ratiosAreMediansOfTheRounds(@TempDir Path folder) throws Exception {
        String next = "n=$(cat n 2>/dev/null || echo 0); echo $((n + 1)) >n; set -- 8 20 10; shift $((n % 3));"
                + " echo starting; echo '{\"images_per_s_median\": '$1', \"peak_rss_mib\": 50}'";
        Contender steady = shell(folder, "steady", "echo '{\"images_per_s_median\": 4, \"peak_rss_mib\": 100}'");
        Comparison comparison =
                new Comparison("a step", List.of(steady, shell(folder, "varying", next)), List.of(), 3, line -> {});
        assertThat(comparison.rows())
                .containsExactly(
                        new Comparison.Row("steady", 4, 1, 100, 1, List.of(4.0, 4.0, 4.0)),
                        new Comparison.Row("varying", 10, 2.5, 50, 0.5, List.of(8.0, 20.0, 10.0)));
    }

    private static Contender shell(Path folder, String name, String script) {
        return new Contender(name, List.of("sh", "-c", "cd '" + folder + "'; " + script), Map.of(), Set.of());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "contenders are scripts of a POSIX shell")
    void aProcessThatFailsIsOneLine(@TempDir Path folder) {
        Contender failing = shell(folder, "peer", "echo ImportError: no torch >&2; exit 3");
        assertThat(catchThrowable(() -> failing.measure(List.of())))
                .isInstanceOf(IOException.class)
                .hasMessage("peer: the process ended with code 3: ImportError: no torch");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vit_micro:64:8 | expected MODEL:IMAGE:PATCH:BATCH",
                "vit_micro:64:8:0 | expected whole numbers from 1 for IMAGE, PATCH and BATCH, got '0'",
                "vit_nano:64:8:4 | unknown model 'vit_nano'",
                "vit_micro:60:8:4 | expected image sides that are multiples of patchSize 8"
            })
    void aWrongCaseIsWrongUsage(String text, String message, @TempDir Path folder) {
        CommandRun run = CommandRun.of(
                List.of(),
                "bench",
                "compare",
                "--cases",
                text,
                "--out",
                folder.resolve("x").toString());
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(message);
    }
}

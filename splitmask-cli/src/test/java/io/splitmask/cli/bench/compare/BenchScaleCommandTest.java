package io.splitmask.cli.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.splitmask.cli.CommandRun;
import io.splitmask.cli.option.ModelName;
import io.splitmask.cli.run.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchScaleCommandTest {
    private static final String SMALL =
            "bench scale --engines reference --model vit_micro --image 16 --vocab 8 --rounds 1 --steps 1 --warmup 1"
                    + " --warmup-seconds 1 --threads 1";

    @Test
    void pointsAreWrittenAndDrawn(@TempDir Path folder) throws IOException {
        Path out = folder.resolve("scale");
        CommandRun run =
                CommandRun.of(List.of(), (SMALL + " --batches 2 --tokens 9 --batch 1 --out " + out).split(" "));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        JsonNode points =
                new ObjectMapper().readTree(out.resolve("scale.json").toFile()).path("points");
        assertThat(points.findValuesAsText("sweep")).containsExactly("batch", "tokens");
        assertThat(points.findValuesAsText("batch")).containsExactly("2", "1");
        assertThat(points.findValuesAsText("image")).containsExactly("16", "24");
        assertThat(points.findValuesAsText("tokens")).containsExactly("4", "9");
        assertThat(points.path(1).path("images_per_s").doubleValue()).isPositive();
        assertThat(run.out())
                .contains("vit_micro, 16 px, patch 8", "BATCH", "vit_micro, batch 1, patch 8", "reference, threads 1");
        assertThat(out.resolve("batch.svg")).content().contains("<svg");
        assertThat(out.resolve("tokens.svg")).content().contains("<svg");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--tokens 49,50   | --tokens 50: expected a square, as images are; try 49",
                "--batches 4,0    | expected a whole number from 1",
                "--engines theano | unknown engine 'theano'",
                "--patch 5        | --image 16 is not a multiple of --patch 5"
            })
    void aWrongPointIsWrongUsage(String options, String message, @TempDir Path folder) {
        List<String> line = new ArrayList<>(List.of("bench", "scale", "--image", "16", "--out"));
        line.add(folder.resolve("scale").toString());
        line.addAll(List.of(options.split(" ")));
        CommandRun run = CommandRun.of(List.of(), line.toArray(new String[0]));
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(message);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "contenders are scripts of a POSIX shell")
    void aPointThatFailsIsReportedAndTheOthersGoOn() throws Exception {
        Contender small = new Contender(
                "small",
                List.of(
                        "sh",
                        "-c",
                        "[ $7 -lt 8 ] || { echo out of memory; exit 1; }; echo '{\"images_per_s_median\": 4}'"),
                Map.of(),
                Set.of());
        Contender killed = new Contender("killed", List.of("sh", "-c", "kill -9 $$"), Map.of(), Set.of());
        List<ScaleResult> results = new ArrayList<>();
        for (int batch : new int[] {2, 4, 8}) {
            ScalePoint point = new ScalePoint(ScalePoint.Sweep.BATCH, ModelName.VIT_MICRO, 16, 8, batch, 1);
            results.addAll(ScaleResult.measure(point, List.of(small, killed), List.of(), 2, line -> {}));
        }
        ScaleSweep sweep = new ScaleSweep(ScalePoint.Sweep.BATCH, "a step", results);
        StringWriter printed = new StringWriter();
        sweep.print(new PrintWriter(printed, true));
        assertThat(printed.toString())
                .containsPattern("4 +4.00 +failed")
                .containsPattern("8 +failed +failed")
                .contains(
                        "batch 8, threads 1, small: small: the process ended with code 1: out of memory",
                        "batch 2, threads 1, killed: killed: the process ended with code 137: killed, as when memory");
        assertThat(sweep.ends("small")).extracting(ScalePoint::batch).containsExactly(2, 4);
        assertThat(sweep.ends("killed")).isEmpty();
        String picture = new String(sweep.chart().orElseThrow().svg(), StandardCharsets.UTF_8);
        assertThat(picture).contains("<svg");
    }

    @Test
    void limitsAreSharesOfTheStep() throws IOException {
        JsonNode facts = new ObjectMapper().readTree("""
                {"step_ms": 100, "best_gflop_per_s": 80, "best_gb_per_s": 10, "kernels": [
                 {"kernel": "matmul", "calls": 10, "ms": 4, "gflop_per_s": 40, "gb_per_s": 1, "of_best": 0.5},
                 {"kernel": "linear", "calls": 5, "ms": 4, "gflop_per_s": 80, "gb_per_s": 1, "of_best": 1.1},
                 {"kernel": "gelu", "calls": 2, "ms": 5, "gflop_per_s": 0, "gb_per_s": 2, "of_best": 0.2},
                 {"kernel": "adamwStep", "calls": 1, "ms": 5, "gflop_per_s": 0, "gb_per_s": 9, "of_best": 0.9}]}
                """);
        StepLimits limits = StepLimits.of(facts);
        assertThat(limits.toString())
                .isEqualTo("100.0 ms: matrix products at the engine's best rate 40%, what both take beyond that 28%"
                        + " (1647 us for each of 17 calls; products reach 53.3 of 80.0 GFLOP/s, others 2.0 of 10.0 GB/s),"
                        + " outside of kernels 25%, updates of the weights 5%, other kernels at the rate of a copy 2%");
        assertThat(limits.parts().stream().mapToDouble(StepLimits.Part::share).sum())
                .isCloseTo(1, within(1e-9));
    }
}

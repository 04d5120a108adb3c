package io.splitmask.cli.bench.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.splitmask.cli.CommandRun;
import io.splitmask.cli.run.ExitCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchKernelsCommandTest {
    private static final Map<String, String> TINY =
            Map.of("--model", "vit_micro", "--image", "16", "--patch", "8", "--batch", "2", "--vocab", "32");

    /** Runs a command; what makes it small is added where it does not say so itself. */
    private static CommandRun run(String command) {
        List<String> line = new ArrayList<>(List.of("bench"));
        line.addAll(List.of(command.split(" ")));
        TINY.forEach((option, value) -> {
            if (!line.contains(option)) {
                line.addAll(List.of(option, value));
            }
        });
        return CommandRun.of(List.of(), line.toArray(new String[0]));
    }

    private static JsonNode json(String line) throws IOException {
        CommandRun run = run(line + " --json");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        return new ObjectMapper().readTree(run.out());
    }

    /** What {@code bench step --profile} counts is what is measured here. */
    @Test
    void everyCallOfAStepIsTimed() throws IOException {
        JsonNode facts = json("kernels --engine reference --rounds 1");
        Map<String, Double> measured = new TreeMap<>();
        double share = 0;
        for (JsonNode kernel : facts.path("kernels")) {
            measured.merge(kernel.path("kernel").asText(), kernel.path("calls").doubleValue(), Double::sum);
            assertThat(kernel.path("ms").doubleValue()).isPositive();
            assertThat(kernel.path("share").doubleValue())
                    .isCloseTo(
                            kernel.path("calls").doubleValue()
                                    * kernel.path("ms").doubleValue()
                                    / facts.path("step_ms").doubleValue(),
                            within(1e-9));
            share += kernel.path("share").doubleValue();
        }
        assertThat(share).isPositive();
        Map<String, Double> counted = new TreeMap<>();
        json("step --engine reference --profile --steps 1 --warmup 1 --warmup-seconds 1")
                .path("profile")
                .path("kernels")
                .forEach(kernel -> counted.merge(
                        kernel.path("name").asText().replace(", backward", ""),
                        kernel.path("calls").doubleValue(),
                        Double::sum));
        assertThat(measured).isEqualTo(counted).containsKeys("linear", "matmul", "adamwStep", "scatterAddRows");
        assertThat(facts.path("best_gflop_per_s").doubleValue()).isPositive();
        assertThat(facts.path("not_called").toString()).contains("\"ema\"").doesNotContain("\"linear\"");
    }

    @Test
    void fusedKernelsStandBesideTheirComposition() throws IOException {
        JsonNode own = json("kernels --engine djl --rounds 1 --kernel layerNorm|attentionBackward|^matmul");
        assertThat(own.path("kernels").findValuesAsText("kernel"))
                .contains("layerNorm", "layerNormBackward", "attentionBackward", "matmul")
                .doesNotContain("attention", "linear");
        for (JsonNode kernel : own.path("kernels")) {
            assertThat(kernel.path("inherited").booleanValue()).isFalse();
            assertThat(kernel.path("composed_ratio").isNull())
                    .isEqualTo(kernel.path("kernel").asText().equals("matmul"));
        }
        CommandRun inherited = run("kernels --engine reference --rounds 1 --kernel gelu");
        assertThat(inherited.out())
                .containsPattern("best: .* GFLOP/s in products, .* GB/s in copies")
                .containsPattern("gelu +6 .* GB/s .* inherited +2 sizes")
                .containsPattern(" 2 .* GB/s .* inherited +\\[4, 5, 384]")
                .contains("fused kernels that this step does not call: ema, ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--kernel conv         | --kernel 'conv' matches no kernel; known: adamwStep, add, addInPlace, argMax,",
                "--kernel ^ema$        | --kernel '^ema$' matches no kernel; this step calls: adamwStep, add,",
                "--kernel (            | Invalid value for option '--kernel'",
                "--rounds 0            | expected a whole number from 1",
                "--batch 0             | expected a whole number from 1",
                "--tokenizer none      | unknown option '--tokenizer'",
                "--image 20 --patch 16 | --image 20 is not a multiple of --patch 16"
            })
    void whatCannotBeTimedIsWrongUsage(String options, String message) {
        CommandRun run = run("kernels --engine reference " + options);
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(message);
    }
}

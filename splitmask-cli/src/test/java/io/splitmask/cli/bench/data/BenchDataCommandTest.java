package io.splitmask.cli.bench.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.splitmask.cli.CommandRun;
import io.splitmask.cli.run.ExitCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BenchDataCommandTest {
    private static CommandRun run(String... args) {
        List<String> line = new ArrayList<>(List.of("bench", "data", "--images", "6", "--warmup", "1"));
        line.addAll(List.of(args));
        CommandRun run = CommandRun.of(List.of(), line.toArray(new String[0]));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        return run;
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfViewsIsTimedByStage(DataViews views) throws IOException {
        CommandRun run = run("--data", "embedded", "--image", "32", "--views", views.toString(), "--json");
        assertThat(run.out().lines()).hasSize(1);
        JsonNode figures = new ObjectMapper().readTree(run.out());
        assertThat(figures.get("data").asText()).isEqualTo("embedded");
        assertThat(figures.get("images").asInt()).isEqualTo(6);
        assertThat(figures.get("pixels_per_image").asInt()).isEqualTo(64 * 64);
        assertThat(figures.get("images_per_s_per_core").asDouble()).isPositive();
        assertThat(figures.get("images_per_s_by_clock").asDouble()).isPositive();
        double sum = 0;
        for (String stage : List.of("read", "decode", "resize", "augment", "normalise")) {
            sum += figures.get("stages").get(stage).get("share").asDouble();
        }
        assertThat(sum).isCloseTo(1, Assertions.within(1e-3));
    }

    @Test
    void photosAreMadeUpAndReducedIfAskedFor() {
        assertThat(run("--threads", "2").out())
                .contains("synthetic, 187500 pixels", "6 images on 2 threads", "decode", "crop, resize, flip");
        assertThat(run("--image", "64", "--reduce", "128").out()).contains("synthetic, 47000 pixels");
    }
}

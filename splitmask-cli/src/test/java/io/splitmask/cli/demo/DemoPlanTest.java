package io.splitmask.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.train.RunConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoPlanTest {
    /** A resumed demo does what it began, whatever its options are now. */
    @ParameterizedTest
    @ValueSource(strings = {"full", "quick", "tiny"})
    void planOutlivesItsProcess(String size, @TempDir Path folder) throws IOException {
        DemoPlan plan =
                switch (size) {
                    case "full" -> DemoPlan.full(5);
                    case "quick" -> DemoPlan.quick(6);
                    default -> DemoPlan.tiny(7);
                };
        Path file = folder.resolve("config.json");
        RunConfig.of("demo", 5, Map.of("plan", plan), "an engine").write(file);
        assertThat(RunConfig.read(file).settings("plan", DemoPlan.class)).isEqualTo(plan);
    }
}

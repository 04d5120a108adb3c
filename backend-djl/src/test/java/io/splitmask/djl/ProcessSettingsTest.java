package io.splitmask.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Buffer;
import io.splitmask.tensor.Device;
import io.splitmask.tensor.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The settings belong to a process, so every case starts one. */
class ProcessSettingsTest {
    private static final String UNSET = "unset";

    /** Opens the backend, computes, and prints what the C library then has as GOMP_SPINCOUNT. */
    static final class Program {
        private Program() {}

        public static void main(String... args) {
            try (Backend backend = new DjlBackendProvider().open(new BackendConfig(Device.CPU, 1));
                    Buffer x = backend.kernels().full(Shape.of(4), 1f)) {
                String count = Function.getFunction("c", "getenv").invokeString(new Object[] {"GOMP_SPINCOUNT"}, false);
                System.out.println(
                        "sum " + backend.kernels().sumOfSquares(List.of(x)) + ", " + (count == null ? UNSET : count));
            }
        }
    }

    @BeforeEach
    void onlyOnLinux() {
        assumeThat(Platform.isLinux())
                .as("skipped: settings exist on Linux only")
                .isTrue();
    }

    @Test
    void openingTheBackendMakesThem() throws Exception {
        assertThat(run(List.of(), List.of())).isEqualTo("sum 4.0, 30000");
    }

    @Test
    void theEnvironmentWins() throws Exception {
        assertThat(run(List.of(), List.of("GOMP_SPINCOUNT=7"))).isEqualTo("sum 4.0, 7");
        assertThat(run(List.of(), List.of("OMP_WAIT_POLICY=passive"))).isEqualTo("sum 4.0, " + UNSET);
    }

    @Test
    void offLeavesTheProcessAsItIs() throws Exception {
        assertThat(run(List.of("-D" + ProcessSettings.PROPERTY + "=off"), List.of()))
                .isEqualTo("sum 4.0, " + UNSET);
    }

    /** Runs the program and returns its last line. */
    private static String run(List<String> options, List<String> environment) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("GOMP_SPINCOUNT", "OMP_WAIT_POLICY"));
        for (String variable : environment) {
            String[] parts = variable.split("=", 2);
            builder.environment().put(parts[0], parts[1]);
        }
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        List<String> lines = output.lines().toList();
        return lines.get(lines.size() - 1);
    }
}

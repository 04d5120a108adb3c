package io.splitmask.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.splitmask.method.MethodCatalogue;
import io.splitmask.method.Methods;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Backend;
import io.splitmask.spi.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Training with products of bfloat16 beside the same run in single precision. */
class Bfloat16TrainingTest {
    private static final VitConfig MODEL = new VitConfig(16, 16, 4, 32, 2, 2, 2, 0);
    private static final int STEPS = 30;

    private final Path folder;

    Bfloat16TrainingTest(@TempDir Path folder) {
        this.folder = folder;
    }

    static List<String> engines() {
        return InstalledEngines.offering(Precision.BFLOAT16);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void theLossFollowsThatOfSinglePrecision(String engine) throws IOException {
        List<Double> single = losses(engine, Precision.FLOAT32);
        List<Double> bf16 = losses(engine, Precision.BFLOAT16);
        assertThat(bf16).hasSize(STEPS).isNotEqualTo(single);
        assertThat(single.get(STEPS - 1)).isLessThan(0.9 * single.get(0));
        for (int step = 0; step < STEPS; step++) {
            assertThat(bf16.get(step))
                    .as("loss of step %d", step + 1)
                    .isCloseTo(single.get(step), Percentage.withPercentage(1));
        }
    }

    private List<Double> losses(String engine, Precision precision) throws IOException {
        List<Double> losses = new ArrayList<>();
        TrainListener listener = new TrainListener() {
            @Override
            public void onStep(StepReport report) {
                losses.add((double) report.loss());
            }
        };
        SmallMethod method =
                new SmallMethod(new MethodCatalogue(Methods.known()).entry("splitmask"), MODEL, 8, STEPS, STEPS);
        try (Backend backend = InstalledEngines.open(engine, precision)) {
            assertThat(method.train(backend, folder.resolve(precision.toString()), listener, false)
                            .completed())
                    .isTrue();
        }
        return losses;
    }
}

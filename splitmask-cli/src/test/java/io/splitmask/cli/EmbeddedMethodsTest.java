package io.splitmask.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.splitmask.cli.progress.Terminal;
import io.splitmask.cli.run.Execution;
import io.splitmask.cli.run.MetricsTable;
import io.splitmask.cli.run.PretrainPlan;
import io.splitmask.cli.run.PretrainRun;
import io.splitmask.data.ImageDataset;
import io.splitmask.datasets.EmbeddedSet;
import io.splitmask.method.MethodCatalogue;
import io.splitmask.method.MethodEntry;
import io.splitmask.method.Methods;
import io.splitmask.nn.VitConfig;
import io.splitmask.recipe.AdamwRecipe;
import io.splitmask.recipe.PretrainRecipe;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.Backends;
import io.splitmask.tensor.Device;
import io.splitmask.train.CheckpointSettings;
import io.splitmask.train.RunFolder;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Methods learn from the embedded images on every engine, in the views of their recipes, without collapse. DINO is left
 * out: its loss follows a target that moves, and rises while the centre settles.
 */
class EmbeddedMethodsTest {
    private static final int STEPS = 200;
    private static final int BATCH = 16;
    private static final int ENDS = 20;
    private static final double LEARNING_RATE = 1e-3;
    private static final VitConfig MODEL = new VitConfig(32, 32, 8, 24, 2, 3, 4, 0);

    /** What makes methods small, and losses free to fall, where they have such a setting. */
    private static final Map<String, Object> SMALL = Map.of(
            "decoderDepth", 1,
            "decoderWidth", 16,
            "decoderHeads", 2,
            "hiddenWidth", 64,
            "bottleneckWidth", 64,
            "outputWidth", 32,
            "mixProbability", 0.0,
            "labelSmoothing", 0.0);

    static Stream<Arguments> enginesAndMethods() {
        return Stream.of("djl", "dl4j").flatMap(engine -> Methods.known().stream()
                .filter(entry -> !entry.settings().containsKey("teacherMomentum"))
                .map(entry -> argumentSet(entry.name() + " on " + engine, engine, entry)));
    }

    @ParameterizedTest
    @MethodSource("enginesAndMethods")
    void learnsFromTheEmbeddedImages(String engine, MethodEntry entry, @TempDir Path folder) throws Exception {
        Map<String, Object> settings = new LinkedHashMap<>(SMALL);
        settings.keySet().retainAll(entry.settings().keySet());
        PretrainPlan plan = new PretrainPlan(MODEL, entry.name(), settings, "", "", 256, recipe(entry), 5);
        RunFolder run = new RunFolder(folder);
        Terminal nowhere =
                new Terminal(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8), 0);
        try (Backend backend = Backends.open(engine, new BackendConfig(Device.CPU, 1))) {
            Execution execution = new Execution(backend, nowhere, CheckpointSettings.everySeconds(60), false);
            assertThat(new PretrainRun(new MethodCatalogue(Methods.known()), execution)
                            .run(images(entry), plan, run)
                            .result()
                            .completed())
                    .isTrue();
        }
        MetricsTable table = MetricsTable.read(run.metrics());
        double[] loss = table.column("loss");
        assertThat(mean(loss, STEPS - ENDS, STEPS))
                .as("loss of the last steps, against that of the first")
                .isLessThan(0.97 * mean(loss, 0, ENDS));
        if (table.columns().contains("uniformity")) {
            assertThat(mean(table.column("uniformity"), STEPS - ENDS, STEPS))
                    .as("0 if all images have the same descriptor")
                    .isLessThan(-0.5);
        }
    }

    private static ImageDataset images(MethodEntry entry) throws Exception {
        return entry.name().equals("supervised") ? EmbeddedSet.train() : EmbeddedSet.unlabelled();
    }

    private static PretrainRecipe recipe(MethodEntry entry) {
        PretrainRecipe recipe = entry.training().scaledToBatch(BATCH).withUpdates(STEPS);
        AdamwRecipe optimizer = recipe.optimizer();
        return recipe.withOptimizer(optimizer.withLearningRateScaled(LEARNING_RATE / optimizer.learningRate()));
    }

    private static double mean(double[] values, int from, int to) {
        return Arrays.stream(values, from, to).average().orElseThrow();
    }
}

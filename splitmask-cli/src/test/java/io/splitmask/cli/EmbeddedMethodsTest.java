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
import io.splitmask.datasets.loader.LoaderOptions;
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
import io.splitmask.tokenizers.TokenizerFiles;
import io.splitmask.tokenizers.Tokenizers;
import io.splitmask.train.CheckpointSettings;
import io.splitmask.train.RunFolder;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Methods learn from the embedded images on every engine, in the views of their recipes, without collapse. */
class EmbeddedMethodsTest {
    private static final int STEPS = 200;
    private static final int BATCH = 16;
    private static final int ENDS = 20;
    private static final double LEARNING_RATE = 1e-3;
    private static final VitConfig MODEL = new VitConfig(32, 32, 8, 24, 2, 3, 4, 0);

    private static final int OUTPUTS = 64;

    /**
     * What makes methods small, and losses free to fall, where they have such a setting.
     *
     * <p>DINO's rates belong together. Its recipe has a centre that follows within 10 steps a teacher that follows within
     * 250; here the teacher must follow within 20 to learn anything in the few steps there are, and a centre of 10 would
     * let what all images have in common swing until the output is uniform. A projection head much narrower than this one
     * passes hardly any signal at its initial values. Few outputs and a small network give outputs that differ little, so
     * the teacher is sharpened more.
     */
    private static final Map<String, Object> SMALL = Map.ofEntries(
            Map.entry("decoderDepth", 1),
            Map.entry("decoderWidth", 16),
            Map.entry("decoderHeads", 2),
            Map.entry("hiddenWidth", 256),
            Map.entry("bottleneckWidth", 64),
            Map.entry("outputWidth", 32),
            Map.entry("outputs", OUTPUTS),
            Map.entry("firstTeacherTemperature", 0.02),
            Map.entry("teacherTemperature", 0.02),
            Map.entry("teacherMomentum", 0.95),
            Map.entry("centreMomentum", 0.3),
            Map.entry("mixProbability", 0.0),
            Map.entry("labelSmoothing", 0.0));

    static Stream<Arguments> enginesAndMethods() {
        return Stream.of("djl", "dl4j").flatMap(engine -> Methods.known().stream()
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
            Execution execution = new Execution(
                    backend, nowhere, CheckpointSettings.everySeconds(60), false, LoaderOptions.Tuning.sharing(2));
            assertThat(new PretrainRun(
                                    new MethodCatalogue(Methods.known()),
                                    new TokenizerFiles(Tokenizers.formats()),
                                    execution)
                            .run(images(entry), plan, () -> run)
                            .result()
                            .completed())
                    .isTrue();
        }
        MetricsTable table = MetricsTable.read(run.metrics());
        if (table.columns().contains("teacher_entropy")) {
            assertStudentLearnsFromTeacher(table);
            return;
        }
        assertThat(last(table, "loss"))
                .as("loss of the last steps, against that of the first")
                .isLessThan(0.97 * first(table, "loss"));
        if (table.columns().contains("uniformity")) {
            assertThat(last(table, "uniformity"))
                    .as("0 if all images have the same descriptor")
                    .isLessThan(-0.5);
        }
    }

    /**
     * The target moves, so that the loss alone says little: it starts low, while the teacher gives nearly all images the
     * same output, and rises to ln O until the centre has taken that away.
     */
    private static void assertStudentLearnsFromTeacher(MetricsTable table) {
        double uniform = Math.log(OUTPUTS);
        double loss = last(table, "loss");
        double[] losses = table.column("loss");
        double highest = IntStream.range(0, STEPS / ENDS)
                .mapToDouble(part -> mean(losses, part * ENDS, (part + 1) * ENDS))
                .max()
                .orElseThrow();
        assertThat(loss)
                .as("loss of the last steps, against ln O and against its highest, once the centre has settled")
                .isLessThan(uniform - 0.3)
                .isLessThan(0.97 * highest);
        assertThat(last(table, "teacher_entropy"))
                .as("0 if the teacher always says the same, ln O if it says nothing")
                .isBetween(0.25 * uniform, 0.85 * uniform);
        assertThat(last(table, "teacher_batch_entropy") - last(table, "teacher_entropy"))
                .as("what the teacher's output says of an image, in nats")
                .isGreaterThan(0.4);
        assertThat(first(table, "teacher_batch_entropy") - first(table, "loss"))
                .as("what other crops tell the student of the teacher's output, in nats: less than nothing at first")
                .isNegative();
        assertThat(last(table, "teacher_batch_entropy") - loss)
                .as("the same in the last steps")
                .isPositive();
    }

    /** DINO's last layer is frozen in the first epoch, so that its epochs must be short. */
    private static ImageDataset images(MethodEntry entry) throws Exception {
        return List.of("supervised", "dino").contains(entry.name()) ? EmbeddedSet.train() : EmbeddedSet.unlabelled();
    }

    private static PretrainRecipe recipe(MethodEntry entry) {
        PretrainRecipe recipe = entry.training().scaledToBatch(BATCH).withUpdates(STEPS);
        AdamwRecipe optimizer = recipe.optimizer();
        return recipe.withOptimizer(optimizer.withLearningRateScaled(LEARNING_RATE / optimizer.learningRate()));
    }

    private static double first(MetricsTable table, String column) {
        return mean(table.column(column), 0, ENDS);
    }

    private static double last(MetricsTable table, String column) {
        return mean(table.column(column), STEPS - ENDS, STEPS);
    }

    private static double mean(double[] values, int from, int to) {
        return Arrays.stream(values, from, to).average().orElseThrow();
    }
}

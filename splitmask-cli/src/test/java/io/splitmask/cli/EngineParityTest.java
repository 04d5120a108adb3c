package io.splitmask.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.cli.progress.Terminal;
import io.splitmask.cli.run.Execution;
import io.splitmask.cli.run.MetricsTable;
import io.splitmask.cli.run.PretrainPlan;
import io.splitmask.cli.run.PretrainRun;
import io.splitmask.datasets.EmbeddedSet;
import io.splitmask.datasets.loader.LoaderOptions;
import io.splitmask.method.MethodCatalogue;
import io.splitmask.method.Methods;
import io.splitmask.nn.VitConfig;
import io.splitmask.optim.GradientClipping;
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
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One seed gives the same run on every engine, up to rounding. */
class EngineParityTest {
    private static final int STEPS = 20;

    @Test
    void firstTwentyLossesAgreeToAThousandth(@TempDir Path folder) throws Exception {
        double[] djl = losses("djl", folder);
        double[] dl4j = losses("dl4j", folder);
        assertThat(djl).hasSize(STEPS);
        assertThat(dl4j).hasSize(STEPS);
        for (int step = 0; step < STEPS; step++) {
            assertThat(dl4j[step]).as("loss of step " + (step + 1)).isCloseTo(djl[step], within(1e-3 * djl[step]));
        }
        assertThat(djl[STEPS - 1]).as("the loss falls").isLessThan(djl[0]);
    }

    private static double[] losses(String engine, Path folder) throws Exception {
        PretrainRecipe recipe = new PretrainRecipe(
                8,
                STEPS,
                0.1,
                AdamwRecipe.of(1e-3, 1e-5, 0.05),
                GradientClipping.together(3),
                0.1,
                PretrainRecipe.SPLITMASK.withMinCropArea(0.3).views());
        PretrainPlan plan = new PretrainPlan(VitConfig.micro(64, 8), "splitmask", Map.of(), "", "", 256, recipe, 7);
        MethodCatalogue methods = new MethodCatalogue(Methods.known());
        RunFolder run = new RunFolder(folder.resolve(engine));
        Terminal nowhere =
                new Terminal(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8), 0);
        try (Backend backend = Backends.open(engine, new BackendConfig(Device.CPU, 1))) {
            PretrainRun.Outcome outcome = new PretrainRun(
                            methods,
                            new TokenizerFiles(Tokenizers.formats()),
                            new Execution(
                                    backend,
                                    nowhere,
                                    CheckpointSettings.everySeconds(60),
                                    false,
                                    LoaderOptions.Tuning.sharing(2)))
                    .run(EmbeddedSet.unlabelled(), plan, () -> run);
            assertThat(outcome.result().completed()).isTrue();
        }
        return MetricsTable.read(run.metrics()).column("loss");
    }
}

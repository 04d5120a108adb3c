package io.splitmask.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.cli.option.UsageException;
import io.splitmask.eval.feature.FeatureRecipe;
import io.splitmask.eval.feature.FeatureTokens;
import io.splitmask.eval.probe.LogisticRecipe;
import io.splitmask.eval.probe.ProbeOptimizer;
import io.splitmask.eval.probe.ProbeRecipe;
import io.splitmask.nn.VitConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ProbeOptionsTest {
    private static final VitConfig SMALL = VitConfig.small(224, 16);

    @Command(name = "all")
    static final class All {
        @Mixin
        private final ProbeOptions probe = new ProbeOptions();
    }

    private static ProbePlan plan(VitConfig model, String... args) {
        All all = new All();
        new CommandLine(all).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(args);
        return all.probe.plan(model, 0.875, 1024, false, 3);
    }

    private static ProbeRecipe recipe(ProbePlan plan) {
        return ((StepTrainer) plan.trainer()).recipe();
    }

    @Test
    void withoutOptionsEveryBlockIsProbedAsInBeit() {
        ProbePlan plan = plan(SMALL);
        assertThat(plan.trainer()).isEqualTo(new StepTrainer(ProbeRecipe.BEIT, List.of(1e-4, 1e-3, 1e-2, 1e-1, 1.0)));
        assertThat(plan.features()).isEqualTo(FeatureRecipe.EVERY_BLOCK);
        assertThat(plan.eachBlock()).isTrue();
        assertThat(plan.testCropRatio()).isEqualTo(0.875);
        assertThat(plan.seed()).isEqualTo(3);
    }

    @Test
    void protocolsAreThoseOfThePapers() {
        assertThat(plan(SMALL, "--protocol", "dino").features()).isEqualTo(FeatureRecipe.LAST_FOUR);
        assertThat(plan(VitConfig.base(224, 16), "--protocol", "dino").features())
                .isEqualTo(FeatureRecipe.LAST_BOTH);
        assertThat(recipe(plan(SMALL, "--protocol", "dino"))).isEqualTo(ProbeRecipe.DINO);
        assertThat(recipe(plan(SMALL, "--protocol", "mocov3"))).isEqualTo(ProbeRecipe.MOCO_V3);
        ProbePlan mae = plan(SMALL, "--protocol", "mae");
        assertThat(recipe(mae)).isEqualTo(ProbeRecipe.MAE.withBatchSize(1024));
        assertThat(mae.features()).isEqualTo(FeatureRecipe.CLASS_TOKEN);
        assertThat(mae.eachBlock()).isFalse();
    }

    @Test
    void everySettingCanBeChanged() {
        ProbePlan plan = plan(
                SMALL,
                "--protocol=mae --each-block --tokens=both --optimizer=sgd --no-batch-norm --lr=0.5,5 --weight-decay=0.1 --epochs=45"
                        .split(" "));
        assertThat(plan.features()).isEqualTo(new FeatureRecipe(FeatureTokens.BOTH, false, FeatureRecipe.ALL_BLOCKS));
        assertThat(plan.eachBlock()).isTrue();
        assertThat(plan.trainer())
                .isEqualTo(new StepTrainer(
                        new ProbeRecipe(ProbeOptimizer.SGD, 0.1, 0.1, 45, 5, 1024, ProbeRecipe.Pace.STEP, false),
                        List.of(0.5, 5.0)));
        assertThat(recipe(plan(SMALL, "--batch-norm")).batchNorm()).isTrue();
    }

    @Test
    void logisticRegressionTakesTheFeaturesOfTheProtocol() {
        ProbePlan dino = plan(SMALL, "--protocol", "dino", "--logistic");
        assertThat(dino.features()).isEqualTo(FeatureRecipe.LAST_FOUR);
        assertThat(dino.eachBlock()).isFalse();
        assertThat(dino.trainer())
                .isEqualTo(new LogisticTrainer(LogisticRecipe.CLIP, List.of(0.01, 1.0, 100.0, 10_000.0)));
        ProbePlan given = plan(SMALL, "--logistic", "--c", "0.5", "--epochs", "20");
        assertThat(given.eachBlock()).isTrue();
        assertThat(given.trainer())
                .isEqualTo(new LogisticTrainer(LogisticRecipe.CLIP.withMaxIterations(20), List.of(0.5)));
    }

    @Test
    void settingsOfOneTrainingAreRefusedByTheOther() {
        for (String option : List.of("--optimizer=sgd", "--no-batch-norm", "--lr=1", "--weight-decay=0.1")) {
            assertThatThrownBy(() -> plan(SMALL, "--logistic", option))
                    .isInstanceOf(UsageException.class)
                    .hasMessageEndingWith(": not with --logistic, which has no such setting");
        }
        assertThatThrownBy(() -> plan(SMALL, "--logistic", "--c", "1,0"))
                .isInstanceOf(UsageException.class)
                .hasMessage("--c: expected numbers above 0, got 0.0");
    }

    @Test
    void aModelWithTooFewBlocksIsRefused() {
        VitConfig shallow = VitConfig.micro(64, 8).withDepth(3);
        assertThatThrownBy(() -> plan(shallow, "--protocol", "dino"))
                .isInstanceOf(UsageException.class)
                .hasMessage("--protocol dino takes the last 4 blocks, and the model has 3");
    }
}

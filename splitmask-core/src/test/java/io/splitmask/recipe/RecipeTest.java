package io.splitmask.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.masking.BlockMasking;
import io.splitmask.masking.MaskingKind;
import io.splitmask.masking.UniformMasking;
import io.splitmask.method.splitmask.SplitMaskRecipe;
import io.splitmask.nn.Pooling;
import io.splitmask.optim.GradientClipping;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RecipeTest {
    @Test
    void thePapersPretrainingTakes187500UpdatesAndWarmsUpOver6250() {
        assertThat(PretrainRecipe.SPLITMASK.updates()).isEqualTo(187_500);
        assertThat(PretrainRecipe.SPLITMASK.warmupUpdates()).isEqualTo(6_250);
        assertThat(PretrainRecipe.SPLITMASK.withEpochs(300, PretrainRecipe.IMAGENET_IMAGES))
                .isEqualTo(PretrainRecipe.SPLITMASK);
    }

    /** Updates and epochs of recipes, section 2.8. */
    @ParameterizedTest
    @CsvSource({"437513, 800, 170400, 878.5", "20210, 21000, 189000, 19018", "8144, 5000, 15000, 47194"})
    void updatesOfOtherDataSetsFollowTheTable(int images, int epochs, long updates, double equivalent) {
        assertThat(PretrainRecipe.SPLITMASK.withEpochs(epochs, images).updates())
                .isEqualTo(updates);
        assertThat((double) PretrainRecipe.epochsOfConstantUpdates(images)).isCloseTo(equivalent, within(0.51));
    }

    @Test
    void learningRateScalesLinearlyWithTheBatch() {
        assertThat(PretrainRecipe.SPLITMASK.learningRateForBatch(512)).isEqualTo(1.5e-3 * 512 / 2048);
        PretrainRecipe small = PretrainRecipe.SPLITMASK.scaledToBatch(8);
        assertThat(small.batchSize()).isEqualTo(8);
        assertThat(small.optimizer().learningRate()).isCloseTo(1.5e-3 * 8 / 2048, within(1e-18));
        assertThat(small.optimizer().minLearningRate()).isCloseTo(1e-5 * 8 / 2048, within(1e-20));
        assertThat(small.updates()).isEqualTo(187_500);
        assertThat(FinetuneRecipe.SMALL_DATA.scaledToBatch(256).optimizer().learningRate())
                .isCloseTo(1e-3, within(1e-16));
    }

    @Test
    void schedulesFollowTheRecipe() {
        PretrainRecipe recipe = PretrainRecipe.SPLITMASK;
        assertThat(recipe.learningRateSchedule().at(0)).isZero();
        assertThat(recipe.learningRateSchedule().at(6_249)).isEqualTo(1.5e-3);
        assertThat(recipe.learningRateSchedule().at(187_500)).isEqualTo(1e-5);
        assertThat(recipe.weightDecaySchedule().at(100_000)).isCloseTo(0.05, within(1e-15));
        AdamwRecipe dino = new AdamwRecipe(5e-4, 1e-6, 0.04, 0.4, 0.9, 0.999, 1e-8, RateCurve.PER_STEP);
        assertThat(recipe.withOptimizer(dino).weightDecaySchedule().at(187_500)).isEqualTo(0.4);
        FinetuneRecipe finetune = FinetuneRecipe.SMALL_DATA;
        assertThat(finetune.learningRateSchedule(7).at(60 * 7 - 1)).isEqualTo(4e-3);
        assertThat(finetune.learningRateSchedule(7).at(300 * 7)).isEqualTo(1e-6);
        assertThat(finetune.layerDecay(12).multiplier("cls_token")).isCloseTo(0.003697205891018715, within(1e-15));
        assertThat(FinetuneRecipe.LARGE_DATA.layerDecay(12).multiplier("cls_token"))
                .isEqualTo(1);
    }

    @Test
    void constantsHoldTheValuesOfThePaper() {
        SplitMaskRecipe paper = SplitMaskRecipe.PAPER;
        assertThat(paper).isEqualTo(new SplitMaskRecipe(true, 0.5, MaskingKind.BLOCK, 0.2, 1, 1, 2));
        assertThat(paper.maskGenerator()).isEqualTo(BlockMasking.SPLITMASK);
        assertThat(SplitMaskRecipe.SMALL_DATA.maskGenerator()).isEqualTo(UniformMasking.SMALL_DATA);
        AdamwRecipe adamw = PretrainRecipe.SPLITMASK.optimizer();
        assertThat(adamw).isEqualTo(new AdamwRecipe(1.5e-3, 1e-5, 0.05, 0.05, 0.9, 0.999, 1e-8, RateCurve.PER_STEP));
        assertThat(PretrainRecipe.SPLITMASK.clipping()).isEqualTo(GradientClipping.together(3));
        assertThat(PretrainRecipe.SPLITMASK.dropPath()).isEqualTo(0.1);
        assertThat(PretrainRecipe.BEIT.views().get(0).augmentation().jitter()).isEqualTo(ColourJitter.BEIT);
        assertThat(FinetuneRecipe.LARGE_DATA.optimizer().learningRate()).isEqualTo(1.4e-4);
        assertThat(FinetuneRecipe.LARGE_DATA.warmupEpochs()).isEqualTo(5);
        assertThat(FinetuneRecipe.LARGE_DATA.augmentation().repeats()).isEqualTo(3);
        assertThat(FinetuneRecipe.IMAGENET_LARGE.layerDecay()).isEqualTo(0.75);
    }

    /** Recipes, section 2.4. */
    @Test
    void dinoHasTwoGlobalCropsAndEightLocalOnes() {
        PretrainRecipe dino = PretrainRecipe.DINO;
        assertThat(dino.learningRateForBatch(256)).isCloseTo(5e-4, within(1e-18));
        assertThat(dino.updates()).isEqualTo(100 * 2502);
        assertThat(dino.warmupUpdates()).isEqualTo(10 * 2502);
        assertThat(dino.learningRateSchedule().at(10 * 2502 - 1)).isEqualTo(1e-3);
        assertThat(dino.learningRateSchedule().at(dino.updates())).isEqualTo(1e-6);
        assertThat(dino.weightDecaySchedule().at(0)).isCloseTo(0.04, within(1e-15));
        assertThat(dino.weightDecaySchedule().at(50 * 2502)).isCloseTo(0.22, within(1e-15));
        assertThat(dino.clipping()).isEqualTo(GradientClipping.each(3));
        assertThat(dino.views())
                .extracting(ViewRecipe::count, view -> view.imageSize(224, 16))
                .containsExactly(tuple(1, 224), tuple(1, 224), tuple(8, 96));
        assertThat(dino.views())
                .extracting(
                        view -> view.augmentation().minCropArea(),
                        view -> view.augmentation().maxCropArea(),
                        view -> view.augmentation().blurProbability(),
                        view -> view.augmentation().solariseProbability())
                .containsExactly(tuple(0.4, 1.0, 1.0, 0.0), tuple(0.4, 1.0, 0.1, 0.2), tuple(0.05, 0.4, 0.5, 0.0));
    }

    /** Recipes, section 2.5. */
    @Test
    void mocoCountsFractionalEpochs() {
        PretrainRecipe moco = PretrainRecipe.MOCO_V3;
        assertThat(moco.learningRateForBatch(256)).isCloseTo(1.5e-4, within(1e-18));
        assertThat(moco.updates()).isEqualTo(300 * 312);
        assertThat(moco.warmupUpdates()).isEqualTo(40 * 312);
        assertThat(moco.learningRateSchedule().at(20 * 312)).isCloseTo(1.2e-3, within(1e-15));
        assertThat(moco.learningRateSchedule().at(40 * 312)).isCloseTo(2.4e-3, within(1e-15));
        assertThat(moco.learningRateSchedule().at(170 * 312)).isCloseTo(1.2e-3, within(1e-15));
        assertThat(moco.weightDecaySchedule().at(1_000)).isCloseTo(0.1, within(1e-15));
        assertThat(moco.clipping()).isEqualTo(GradientClipping.NONE);
        assertThat(moco.views())
                .extracting(
                        view -> view.augmentation().minCropArea(),
                        view -> view.augmentation().blurProbability(),
                        view -> view.augmentation().solariseProbability())
                .containsExactly(tuple(0.08, 1.0, 0.0), tuple(0.08, 0.1, 0.2));
    }

    @Test
    void ablationsSwitchTheLosses() {
        assertThat(SplitMaskRecipe.PAPER.inpaint()).isTrue();
        assertThat(SplitMaskRecipe.PAPER.match()).isTrue();
        assertThat(SplitMaskRecipe.INPAINT_ONLY.match()).isFalse();
        assertThat(SplitMaskRecipe.MATCH_ONLY.inpaint()).isFalse();
        assertThat(SplitMaskRecipe.PAPER.withoutSplit().split()).isFalse();
        assertThat(SplitMaskRecipe.PAPER.withoutSplit().match()).isFalse();
        assertThat(SplitMaskRecipe.PAPER.withDecoderDepth(8).decoderDepth()).isEqualTo(8);
        assertThatThrownBy(SplitMaskRecipe.MATCH_ONLY::withoutSplit)
                .hasMessageContaining("mimWeight or matchWeight > 0");
    }

    @Test
    void changesLeaveTheRestAsItWas() {
        FinetuneRecipe changed = FinetuneRecipe.SMALL_DATA
                .withEpochs(10, 2)
                .withPooling(Pooling.CLASS_TOKEN)
                .withEmaDecay(0.9999)
                .withAugmentation(FinetuneAugmentation.CROP_AND_FLIP, MixRecipe.NONE);
        assertThat(changed)
                .isEqualTo(new FinetuneRecipe(
                        10,
                        1024,
                        2,
                        AdamwRecipe.of(4e-3, 1e-6, 0.05),
                        0.65,
                        0.1,
                        0.1,
                        0.001,
                        0.9999,
                        Pooling.CLASS_TOKEN,
                        MixRecipe.NONE,
                        FinetuneAugmentation.CROP_AND_FLIP));
        assertThat(PretrainRecipe.SPLITMASK.withUpdates(7).updates()).isEqualTo(7);
        assertThat(AdamwRecipe.of(1, 0, 0.1).withWeightDecay(0)).isEqualTo(AdamwRecipe.of(1, 0, 0));
    }

    @Test
    void reportsAllProblemsAtOnce() {
        assertThatThrownBy(() -> new SplitMaskRecipe(false, 1, MaskingKind.BLOCK, 0, -1, 1, 0))
                .hasMessage("SplitMaskRecipe: expected maskRatio above 0 and below 1, got 1.0;"
                        + " expected temperature > 0, got 0.0; expected mimWeight >= 0, got -1.0;"
                        + " expected matchWeight 0 without split, got 1.0; expected decoderDepth >= 1, got 0");
        assertThatThrownBy(
                        () -> new PretrainRecipe(0, 0, 2, AdamwRecipe.of(1, 0, 0), GradientClipping.NONE, 1, List.of()))
                .hasMessage("PretrainRecipe: expected batchSize >= 1, got 0; expected updates >= 1, got 0;"
                        + " expected warmupShare from 0 to 1, got 2.0; expected dropPath from 0 to below 1, got 1.0;"
                        + " expected one or more views, got none");
        assertThatThrownBy(() -> AdamwRecipe.of(1e-3, 1, -1))
                .hasMessageContainingAll("minLearningRate from 0 to learningRate = 0.001", "weightDecay >= 0");
        assertThatThrownBy(() -> FinetuneRecipe.SMALL_DATA.withEpochs(10, 60))
                .hasMessageContaining("warmupEpochs from 0");
        assertThatThrownBy(() -> PretrainRecipe.SPLITMASK.withEpochs(1, 2047))
                .hasMessageContaining("use a smaller batch");
        assertThatThrownBy(() -> new PretrainAugmentation(0.5, 0.4, 2, ColourJitter.NONE, 0, 0, 0))
                .hasMessageContainingAll("minCropArea <= maxCropArea", "flipProbability from 0 to 1");
        assertThatThrownBy(() -> new ColourJitter(1, 0, 0, 0, 0.6)).hasMessageContaining("hue from 0 to 0.5");
        assertThatThrownBy(() -> new MixRecipe(0, 0, 1, 0.5)).hasMessageContaining("mixupAlpha or cutmixAlpha > 0");
        assertThatThrownBy(() -> new FinetuneAugmentation(0, 0, 11, 0, 0, 0, 0))
                .hasMessageContainingAll("minCropArea", "randAugmentMagnitude", "repeats >= 1", "testCropRatio");
    }
}

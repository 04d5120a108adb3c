package io.splitmask.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.masking.BlockMasking;
import io.splitmask.masking.MaskingKind;
import io.splitmask.masking.UniformMasking;
import io.splitmask.method.MethodEntry;
import io.splitmask.method.Methods;
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

    /** Table 3 of the paper, with the numbers that recipes, section 2.8, derives from it. */
    @ParameterizedTest
    @CsvSource({
        // images, epochs in the table, epochs by the rule, one over the other, updates of whole batches
        "1281167, 300, 300, 1, 187500",
        "437513, 800, 878.5, 0.911, 170400",
        "265240, 1400, 1449, 0.966, 180600",
        "75750, 5000, 5074, 0.985, 180000",
        "8144, 5000, 47194, 0.106, 15000",
        "34019, 5000, 11298, 0.443, 80000",
        "52867, 5000, 7270, 0.688, 125000",
        "49115, 5000, 7825.5, 0.639, 115000",
        "20210, 21000, 19018, 1.104, 189000",
        "118287, 3000, 3249, 0.923, 171000",
        "128116, 3000, 3000, 1, 186000",
        "12811, 30000, 30002, 1, 180000"
    })
    void updatesOfDataSetsFollowTheTable(int images, int epochs, double rule, double share, long updates) {
        assertThat(PretrainRecipe.SPLITMASK.withEpochs(epochs, images).updates())
                .isEqualTo(updates);
        int equivalent = PretrainRecipe.epochsOfConstantUpdates(images);
        assertThat((double) equivalent).isCloseTo(rule, within(0.51));
        assertThat((double) epochs / equivalent).isCloseTo(share, within(6e-4));
    }

    @ParameterizedTest
    @CsvSource({"75750, 5000", "8144, 5000", "34019, 5000", "52867, 5000", "49115, 5000", "437513, 878", "265240, 1449"
    })
    void ruleOfConstantUpdatesStopsAtFiveThousandEpochs(int images, int epochs) {
        PretrainRecipe recipe = PretrainRecipe.SPLITMASK;
        assertThat(recipe.likeImagenet300(images, PretrainRecipe.PAPER_MAX_EPOCHS))
                .isEqualTo(recipe.withEpochs(epochs, images));
    }

    @Test
    void ruleOfConstantUpdatesHasNoLimitOfItsOwn() {
        PretrainRecipe recipe = PretrainRecipe.SPLITMASK;
        assertThat(recipe.likeImagenet300(20_210, Integer.MAX_VALUE)).isEqualTo(recipe.withEpochs(19_018, 20_210));
        assertThat(recipe.likeImagenet300(PretrainRecipe.IMAGENET_IMAGES, PretrainRecipe.PAPER_MAX_EPOCHS))
                .isEqualTo(recipe);
        assertThatThrownBy(() -> recipe.likeImagenet300(1000, 5000)).hasMessageContaining("use a smaller batch");
        assertThatThrownBy(() -> recipe.likeImagenet300(10_000, 0)).hasMessageContaining("maxEpochs >= 1, got 0");
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
    void onlyMocoV3ResizesItsCropsLinearly() {
        for (MethodEntry method : Methods.known()) {
            CropResampling expected = method.name().equals("mocov3") ? CropResampling.BILINEAR : CropResampling.BICUBIC;
            assertThat(method.training().withMinCropArea(0.3).views())
                    .as(method.name())
                    .extracting(view -> view.augmentation().resampling())
                    .containsOnly(expected);
        }
        assertThat(PretrainAugmentation.ADE20K.resampling()).isEqualTo(CropResampling.BICUBIC);
        assertThat(PretrainAugmentation.SMALL_DATA.resampling()).isEqualTo(CropResampling.BICUBIC);
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
                .withLabelSmoothing(0.2)
                .withAugmentation(FinetuneAugmentation.CROP_AND_FLIP, MixRecipe.NONE);
        assertThat(changed)
                .isEqualTo(new FinetuneRecipe(
                        10,
                        1024,
                        2,
                        AdamwRecipe.of(4e-3, 1e-6, 0.05),
                        0.65,
                        0.2,
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
    void presetsOfPreTrainingAreThoseOfTheStudy() {
        for (String name : List.of("cars", "clipart", "painting", "sketch")) {
            PretrainPresets.Preset preset = PretrainPresets.named(name);
            assertThat(preset.augmentation()).isEqualTo(PretrainAugmentation.SMALL_DATA);
            assertThat(Methods.known().get(0).recipe(preset.settings())).isEqualTo(SplitMaskRecipe.SMALL_DATA);
        }
        assertThat(PretrainPresets.named("ade20k").augmentation().maxCropArea()).isEqualTo(0.25);
        assertThat(PretrainPresets.names()).hasSize(5);
        assertThatThrownBy(() -> PretrainPresets.named("flowers"))
                .hasMessage("unknown preset 'flowers'; known: cars, clipart, painting, sketch, ade20k");
    }

    @Test
    void augmentationsChangeInFullViewsAlone() {
        PretrainRecipe dino = PretrainRecipe.DINO.withAugmentations(old -> PretrainAugmentation.CROP_AND_FLIP);
        assertThat(dino.numViews()).isEqualTo(10);
        assertThat(dino.views().get(0).augmentation()).isEqualTo(PretrainAugmentation.CROP_AND_FLIP);
        assertThat(dino.views().get(2)).isEqualTo(PretrainRecipe.DINO.views().get(2));
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
        assertThatThrownBy(
                        () -> new PretrainAugmentation(0.5, 0.4, CropResampling.BICUBIC, 2, ColourJitter.NONE, 0, 0, 0))
                .hasMessageContainingAll("minCropArea <= maxCropArea", "flipProbability from 0 to 1");
        assertThatThrownBy(() -> new ColourJitter(1, 0, 0, 0, 0.6)).hasMessageContaining("hue from 0 to 0.5");
        assertThatThrownBy(() -> new MixRecipe(0, 0, 1, 0.5)).hasMessageContaining("mixupAlpha or cutmixAlpha > 0");
        assertThatThrownBy(() -> new FinetuneAugmentation(0, 0, PolicyRecipe.NONE, ColourJitter.NONE, 0, 0, 0))
                .hasMessageContainingAll("minCropArea", "repeats >= 1", "testCropRatio");
    }
}

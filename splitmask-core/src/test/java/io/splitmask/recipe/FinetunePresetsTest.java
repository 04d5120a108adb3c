package io.splitmask.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.splitmask.nn.Pooling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FinetunePresetsTest {
    /** Table 9 of the paper, and recipes, section 4.2. */
    @ParameterizedTest
    @CsvSource({
        // data set, epochs, learning rate, layer decay, warm-up, drop path, repeats, RandAugment, erasing
        "inat18, 300, 1.4e-4, 1, 5, 0.1, 3, 7, 0",
        "inat19, 300, 1.4e-4, 1, 5, 0.1, 3, 7, 0",
        "food101, 300, 1.4e-4, 1, 5, 0.1, 3, 7, 0",
        "cars, 300, 4e-3, 0.65, 60, 0.1, 1, 9, 0",
        "clipart, 300, 4e-3, 0.65, 60, 0.1, 1, 9, 0",
        "painting, 300, 4e-3, 0.65, 60, 0.1, 1, 9, 0",
        "sketch, 300, 4e-3, 0.65, 60, 0.1, 1, 9, 0",
        "imagenet, 100, 4e-3, 0.65, 20, 0.1, 1, 9, 0.25",
        "imagenet_large, 50, 1e-3, 0.75, 5, 0.2, 1, 9, 0.25"
    })
    void haveTheValuesOfTheTable(
            String name,
            int epochs,
            double learningRate,
            double layerDecay,
            int warmupEpochs,
            double dropPath,
            int repeats,
            double magnitude,
            double erasing) {
        FinetuneRecipe recipe = FinetunePresets.named(name);
        assertThat(recipe.epochs()).isEqualTo(epochs);
        assertThat(recipe.optimizer().learningRate()).isEqualTo(learningRate);
        assertThat(recipe.layerDecay()).isEqualTo(layerDecay);
        assertThat(recipe.warmupEpochs()).isEqualTo(warmupEpochs);
        assertThat(recipe.dropPath()).isEqualTo(dropPath);
        assertThat(recipe.augmentation().repeats()).isEqualTo(repeats);
        assertThat(recipe.augmentation().policy()).isEqualTo(PolicyRecipe.randAugment(magnitude));
        assertThat(recipe.augmentation().erasingProbability()).isEqualTo(erasing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inat18", "inat19", "food101", "cars", "clipart", "painting", "sketch", "imagenet"})
    void shareTheRestOfTheTable(String name) {
        FinetuneRecipe recipe = FinetunePresets.named(name);
        assertThat(recipe.batchSize()).isEqualTo(1024);
        assertThat(recipe.optimizer())
                .isEqualTo(AdamwRecipe.of(recipe.optimizer().learningRate(), 1e-6, 0.05));
        assertThat(recipe.labelSmoothing()).isEqualTo(0.1);
        assertThat(recipe.mix()).isEqualTo(new MixRecipe(0.8, 1, 1, 0.5));
        assertThat(recipe.headScale()).isEqualTo(0.001);
        assertThat(recipe.emaDecay()).isZero();
        assertThat(recipe.pooling()).isEqualTo(Pooling.PATCH_MEAN);
        FinetuneAugmentation augmentation = recipe.augmentation();
        assertThat(augmentation.minCropArea()).isEqualTo(0.08);
        assertThat(augmentation.flipProbability()).isEqualTo(0.5);
        assertThat(augmentation.policy().kind()).isEqualTo(PolicyRecipe.Kind.RAND_AUGMENT);
        assertThat(augmentation.policy().deviation()).isEqualTo(0.5);
        assertThat(augmentation.jitter()).isEqualTo(new ColourJitter(1, 0.4, 0.4, 0.4, 0));
        assertThat(augmentation.testCropRatio()).isCloseTo(0.875, within(0.0));
    }

    /** Recipes, section 4.2. */
    @Test
    void largeImagesAreSeenWholeOnImagenet() {
        assertThat(FinetunePresets.named("imagenet", 383)).isEqualTo(FinetunePresets.named("imagenet"));
        FinetuneRecipe whole = FinetunePresets.named("imagenet_large", 384);
        assertThat(whole.augmentation().testCropRatio()).isEqualTo(1);
        assertThat(whole.augmentation().withCrops(0.08, 0.875)).isEqualTo(FinetuneAugmentation.IMAGENET);
        assertThat(FinetunePresets.named("cars", 384)).isEqualTo(FinetunePresets.named("cars"));
    }

    @Test
    void unknownNamesAreAnsweredWithTheKnownOnes() {
        assertThat(FinetunePresets.names()).hasSize(9).startsWith("inat18");
        assertThatThrownBy(() -> FinetunePresets.named("flowers"))
                .hasMessage("unknown preset 'flowers'; known: inat18, inat19, food101, cars, clipart, painting, sketch,"
                        + " imagenet, imagenet_large");
    }
}

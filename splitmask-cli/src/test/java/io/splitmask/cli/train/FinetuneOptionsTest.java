package io.splitmask.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.cli.run.FinetunePlans;
import io.splitmask.nn.Pooling;
import io.splitmask.recipe.AdamwRecipe;
import io.splitmask.recipe.ColourJitter;
import io.splitmask.recipe.FinetuneAugmentation;
import io.splitmask.recipe.FinetunePresets;
import io.splitmask.recipe.FinetuneRecipe;
import io.splitmask.recipe.MixRecipe;
import io.splitmask.recipe.PolicyRecipe;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Every setting of the paper's table of fine-tuning can be reached. */
class FinetuneOptionsTest {
    @Command(name = "all")
    static final class All {
        @Mixin
        private final FinetuneOptions training = new FinetuneOptions();

        @Mixin
        private final AugmentOptions augmentation = new AugmentOptions();
    }

    private static FinetuneRecipe recipe(OptionalInt batch, OptionalInt epochs, String... args) {
        All all = new All();
        new CommandLine(all).parseArgs(args);
        return all.augmentation.apply(all.training.recipe(
                new FinetuneOptions.Given(batch, 32, epochs, 224, Optional.of(Pooling.PATCH_MEAN))));
    }

    private static FinetuneRecipe recipe(String... args) {
        return recipe(OptionalInt.empty(), OptionalInt.empty(), args);
    }

    @Test
    void withoutOptionsItIsTheRecipeForAProcessor() {
        assertThat(recipe()).isEqualTo(FinetunePlans.recipe(50, 32, AdamwRecipe.of(1e-3, 1e-6, 0.05), 0.75));
        assertThat(recipe().augmentation())
                .isEqualTo(new FinetuneAugmentation(0.3, 0.5, PolicyRecipe.NONE, ColourJitter.NONE, 1, 0, 1));
        assertThat(recipe().mix()).isEqualTo(MixRecipe.NONE);
        assertThat(fromScratch().layerDecay()).isEqualTo(1);
    }

    private static FinetuneRecipe fromScratch(String... args) {
        All all = new All();
        new CommandLine(all).parseArgs(args);
        return all.training.recipe(
                new FinetuneOptions.Given(OptionalInt.empty(), 32, OptionalInt.empty(), 64, Optional.empty()));
    }

    @Test
    void poolingFollowsTheStartUnlessItIsGiven() {
        assertThat(recipe().pooling()).as("of the weights").isEqualTo(Pooling.PATCH_MEAN);
        assertThat(recipe("--pooling", "CLASS_TOKEN").pooling()).isEqualTo(Pooling.CLASS_TOKEN);
        assertThat(fromScratch().pooling()).isEqualTo(Pooling.CLASS_TOKEN);
        assertThat(fromScratch("--preset", "cars").pooling()).isEqualTo(Pooling.CLASS_TOKEN);
        assertThat(fromScratch("--pooling", "PATCH_MEAN").pooling()).isEqualTo(Pooling.PATCH_MEAN);
    }

    static Iterable<String> presets() {
        return FinetunePresets.names();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void aPresetIsThePapersRecipeToTheLetter(String name) {
        assertThat(recipe("--preset", name)).isEqualTo(FinetunePresets.named(name));
    }

    @Test
    void batchAndLengthOfAPresetScaleWhatDependsOnThem() {
        FinetuneRecipe recipe = recipe(OptionalInt.of(64), OptionalInt.of(10), "--preset", "cars");
        assertThat(recipe.batchSize()).isEqualTo(64);
        assertThat(recipe.optimizer().learningRate()).isEqualTo(4e-3 * 64 / 1024);
        assertThat(recipe.epochs()).isEqualTo(10);
        assertThat(recipe.warmupEpochs()).as("60 of 300").isEqualTo(2);
        assertThat(recipe.mix()).isEqualTo(MixRecipe.PAPER);
    }

    @Test
    void everySettingCanBeChanged() {
        FinetuneRecipe recipe = recipe(
                ("--preset inat19 --lr 0.01 --min-lr 1e-5 --weight-decay 0.1 --warmup 3 --layer-decay 0.8 --label-smoothing 0.2"
                                + " --drop-path 0.3 --ema 0.99 --pooling CLASS_TOKEN --min-crop 0.5 --flip 0 --augment auto"
                                + " --jitter 0.3 --erasing 0.25 --repeats 2 --mixup 0.4 --cutmix 0.6 --mix-probability 0.7"
                                + " --cutmix-share 0.1 --test-crop 0.9")
                        .split(" "));
        assertThat(recipe)
                .isEqualTo(new FinetuneRecipe(
                        300,
                        1024,
                        3,
                        AdamwRecipe.of(0.01, 1e-5, 0.1),
                        0.8,
                        0.2,
                        0.3,
                        0.001,
                        0.99,
                        Pooling.CLASS_TOKEN,
                        new MixRecipe(0.4, 0.6, 0.7, 0.1),
                        new FinetuneAugmentation(
                                0.5,
                                0,
                                PolicyRecipe.AUTO_AUGMENT,
                                new ColourJitter(1, 0.3, 0.3, 0.3, 0),
                                2,
                                0.25,
                                0.9)));
    }

    @Test
    void mixingIsSwitchedOnAndOffByItsStrengths() {
        assertThat(recipe("--mixup", "0.8").mix()).isEqualTo(new MixRecipe(0.8, 0, 1, 0.5));
        assertThat(recipe("--preset", "cars", "--mixup", "0", "--cutmix", "0").mix())
                .isEqualTo(MixRecipe.NONE);
        assertThat(recipe("--preset", "cars", "--jitter", "0").augmentation().jitter())
                .isEqualTo(ColourJitter.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--preset flowers | unknown preset 'flowers'; known: inat18, inat19",
                "--augment strong | expected none, auto or rand-mM",
                "--augment rand-m11 | expected magnitude from 0 to 10, got 11.0",
                "--pooling max | expected one of",
                "--label-smoothing 1 | expected labelSmoothing from 0 to below 1, got 1.0",
                "--layer-decay 0 | expected layerDecay above 0 and at most 1, got 0.0",
                "--ema 1 | expected emaDecay from 0 to below 1, got 1.0",
                "--warmup 51 | expected warmupEpochs from 0 to epochs = 50, got 51",
                "--lr 0 | expected learningRate > 0, got 0.0",
                "--mixup -1 | expected mixupAlpha >= 0, got -1.0",
                "--cutmix-share 0.5 | need --mixup or --cutmix above 0",
                "--erasing 2 | expected erasingProbability from 0 to 1, got 2.0"
            })
    void saysWhatIsOutOfRange(String args, String message) {
        assertThatThrownBy(() -> recipe(args.split(" "))).hasMessageContaining(message);
    }
}

package io.splitmask.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.method.MethodCatalogue;
import io.splitmask.method.MethodEntry;
import io.splitmask.method.Methods;
import io.splitmask.recipe.ColourJitter;
import io.splitmask.recipe.CropResampling;
import io.splitmask.recipe.PretrainAugmentation;
import io.splitmask.recipe.PretrainRecipe;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The augmentations of the study's small data sets can be reached, one by one and by name. */
class ViewOptionsTest {
    @Command(name = "all")
    static final class All {
        @Mixin
        private final ViewOptions views = new ViewOptions();
    }

    private static MethodEntry method(String name) {
        return new MethodCatalogue(Methods.known()).entry(name);
    }

    private static ViewOptions parse(String... args) {
        All all = new All();
        new CommandLine(all).parseArgs(args);
        return all.views;
    }

    private static PretrainAugmentation first(String method, String... args) {
        MethodEntry entry = method(method);
        return parse(args).apply(entry, entry.training()).views().get(0).augmentation();
    }

    @Test
    void withoutOptionsOnlyTheSmallestCropDiffersFromTheMethod() {
        assertThat(first("splitmask")).isEqualTo(PretrainAugmentation.CROP_AND_FLIP.withMinCropArea(0.2));
        assertThat(first("beit").jitter()).isEqualTo(ColourJitter.BEIT);
        assertThat(first("dino")).as("larger crops").isEqualTo(PretrainAugmentation.DINO_GLOBAL_1);
        MethodEntry dino = method("dino");
        PretrainRecipe recipe = parse().apply(dino, dino.training());
        assertThat(recipe.views().get(2))
                .as("local crops")
                .isEqualTo(dino.training().views().get(2));
    }

    @ParameterizedTest
    @CsvSource({"cars", "clipart", "painting", "sketch"})
    void smallDataSetsHaveTheirAugmentationAndMasking(String name) {
        assertThat(first("splitmask", "--preset", name)).isEqualTo(PretrainAugmentation.SMALL_DATA);
        assertThat(parse("--preset", name).settings(method("splitmask")))
                .isEqualTo(Map.of("masking", "UNIFORM", "maskRatio", 0.75));
        assertThat(parse("--preset", name).settings(method("beit")))
                .as("BEiT masks blocks")
                .isEmpty();
    }

    @Test
    void everyChangeCanBeAskedForByItself() {
        assertThat(first(
                        "splitmask",
                        "--min-crop=0.1 --max-crop=0.25 --flip=0 --jitter=0.3 --greyscale=0.2 --blur=0.5 --solarise=0.1"
                                .split(" ")))
                .isEqualTo(new PretrainAugmentation(
                        0.1, 0.25, CropResampling.BICUBIC, 0, new ColourJitter(1, 0.3, 0.3, 0.3, 0), 0.2, 0.5, 0.1));
        assertThat(first("splitmask", "--preset=ade20k")).isEqualTo(PretrainAugmentation.ADE20K);
        assertThat(first("splitmask", "--max-crop=0.1").minCropArea())
                .as("never above the largest")
                .isEqualTo(0.1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "splitmask | --greyscale 2 | expected greyscaleProbability from 0 to 1, got 2.0",
                "splitmask | --min-crop 0 | expected 0 < minCropArea",
                "splitmask | --preset flowers | unknown preset 'flowers'; known: cars",
                "dino | --preset cars | dino compares 10 views of it"
            })
    void saysWhatDoesNotFit(String method, String args, String message) {
        assertThatThrownBy(() -> first(method, args.split(" "))).hasMessageContaining(message);
    }
}

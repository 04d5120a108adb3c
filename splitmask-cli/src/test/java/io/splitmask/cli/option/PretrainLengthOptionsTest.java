package io.splitmask.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.datasets.DataSetKind;
import io.splitmask.recipe.PretrainRecipe;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class PretrainLengthOptionsTest {
    @Command
    private static final class All {
        @Mixin
        private final PretrainLengthOptions length = new PretrainLengthOptions();
    }

    /** With batches of 100 images: epochs of the expected number of updates. */
    @ParameterizedTest
    @CsvSource({
        "'', IMAGE_FOLDER, 1000, 1000",
        "--epochs 7, IMAGE_FOLDER, 1000, 70",
        "--updates 33, IMAGE_FOLDER, 1000, 33",
        // Table 3: 300 x 1,281,167 / 265,240 is 1,449.1
        "--like imagenet300, INATURALIST_2019, 265240, 3842748",
        "--like imagenet300, STANFORD_CARS, 8144, 405000",
        "--like imagenet300, IMAGE_FOLDER, 8144, 405000",
        "--like imagenet300, ADE20K, 20210, 3841636",
        // Table 1: 30,000 epochs of a hundredth of ImageNet
        "--like imagenet300, IMAGENET, 12811, 3840256",
    })
    void givesTheLengthAskedFor(String options, DataSetKind data, int images, long updates) {
        assertThat(parse(options)
                        .length
                        .apply(PretrainRecipe.SPLITMASK.scaledToBatch(100), data, images, Integer.MAX_VALUE)
                        .updates())
                .isEqualTo(updates);
    }

    @ParameterizedTest
    @CsvSource({"'', 10", "--epochs 7, 10", "--like imagenet300, 10", "--updates 33, 33"})
    void aQuickRunIsOneEpochUnlessStepsAreGiven(String options, long updates) {
        assertThat(parse(options)
                        .length
                        .apply(PretrainRecipe.SPLITMASK.scaledToBatch(100), DataSetKind.IMAGE_FOLDER, 1000, 1)
                        .updates())
                .isEqualTo(updates);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--like imagenet300 --epochs 3", "--like imagenet300 --updates 3", "--like imagenet"})
    void otherLengthsAreRefused(String options) {
        assertThatThrownBy(() -> parse(options)).hasMessageContaining("--like");
    }

    private static All parse(String options) {
        All all = new All();
        CommandLine line = new CommandLine(all).setCaseInsensitiveEnumValuesAllowed(true);
        if (options.isEmpty()) {
            line.parseArgs();
        } else {
            line.parseArgs(options.split(" "));
        }
        return all;
    }
}

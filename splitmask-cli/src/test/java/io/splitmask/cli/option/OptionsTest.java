package io.splitmask.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.cli.FakeProvider;
import io.splitmask.datasets.DataSetSource;
import io.splitmask.datasets.loader.LoaderOptions;
import io.splitmask.nn.VisionTransformer;
import io.splitmask.nn.VitConfig;
import io.splitmask.spi.Availability;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.BackendException;
import io.splitmask.spi.BackendProvider;
import io.splitmask.spi.Backends;
import io.splitmask.spi.Precision;
import io.splitmask.tensor.Device;
import io.splitmask.tensor.TensorScope;
import io.splitmask.train.ModelWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class OptionsTest {
    private static final List<BackendProvider> INSTALLED = List.of(
            new FakeProvider("fast", 10, Availability.yes("x"), Device.parse("cuda:1"), Device.CPU),
            new FakeProvider("fake", 0, Availability.yes("y"), Device.CPU));

    @Command(name = "all")
    static final class All {
        @Mixin
        private final EngineOptions engine = new EngineOptions();

        @Mixin
        private final ModelOptions model = new ModelOptions(ModelName.VIT_MICRO, 64, 8);

        @Mixin
        private final DataOptions data = new DataOptions(32);

        @Mixin
        private final LengthOptions length = new LengthOptions();

        @Mixin
        private final RunOptions run = new RunOptions();
    }

    @Test
    void defaultsAreThoseOfTheCommand() {
        All all = parse();
        assertThat(all.model.model()).isEqualTo(ModelName.VIT_MICRO);
        assertThat(all.model.config()).isEqualTo(VitConfig.micro(64, 8));
        assertThat(all.data.images()).isEqualTo(ImageSelection.all(DataSetSource.EMBEDDED));
        assertThat(all.data.batch()).isEqualTo(32);
        assertThat(all.data.givenBatch()).isEmpty();
        assertThat(all.length.epochs()).isEmpty();
        assertThat(all.length.updates()).isEmpty();
        assertThat(all.run.seed()).isZero();
        assertThat(all.run.quick() || all.run.resume() || all.run.json()).isFalse();
    }

    @Test
    void everyOptionIsRead(@TempDir Path folder) {
        All all = parse(
                "--model",
                "vit_base",
                "--image",
                "224",
                "--patch",
                "16",
                "--data",
                folder.toString(),
                "--subset",
                "10%",
                "--subset-seed",
                "3",
                "--reduce",
                "448",
                "--batch",
                "7",
                "--updates",
                "9",
                "--seed",
                "-5",
                "--quick",
                "--resume",
                "--json");
        assertThat(all.model.config()).isEqualTo(VitConfig.base(224, 16));
        assertThat(all.data.images()).isEqualTo(new ImageSelection(folder.toString(), "10%", 3, 448));
        assertThat(all.data.batch()).isEqualTo(7);
        assertThat(all.data.givenBatch()).hasValue(7);
        assertThat(all.length.updates()).hasValue(9);
        assertThat(all.length.epochs()).isEmpty();
        assertThat(all.run.seed()).isEqualTo(-5);
        assertThat(all.run.quick() && all.run.resume() && all.run.json()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--model vit_huge | unknown model 'vit_huge'; known: vit_micro, vit_tiny, vit_small, vit_base, vit_large",
                "--engine nope | unknown engine 'nope'; installed: ",
                "--device gpu | unknown device 'gpu'; expected cpu, cuda or cuda:N",
                "--batch 0 | '--batch': expected a whole number from 1 to 2147483647, got '0'",
                "--threads many | expected a whole number from 1 to 2147483647, got 'many'",
                "--epochs 99999999999 | expected a whole number from 1 to 2147483647, got '99999999999'",
                "--epochs 1 --updates 2 | mutually exclusive",
                "--seed x | '--seed'",
                "--data nowhere/at/all | no such folder or archive: ",
                "--data cifar:pom.xml | unknown data set 'cifar'; known: imagefolder, webdataset, imagenet, inaturalist2018, ",
                "--data coco: | expected coco:PATH, got coco:",
                "--data coco:nowhere | no such folder or archive: "
            })
    void aWrongValueNamesTheValidOnes(String args, String message) {
        assertThatThrownBy(() -> parse(args.split(" ")))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aMissingFolderTellsHowFarThePathIsRight(@TempDir Path folder) {
        assertThatThrownBy(() -> parse("--data", folder.resolve("a/b").toString()))
                .hasMessageContaining(
                        "no such folder or archive: " + folder.resolve("a/b") + "; only " + folder + " exists");
    }

    @Test
    void anImageMustBeWholePatches() {
        ModelOptions model = parse("--image", "100", "--patch", "16").model;
        assertThatThrownBy(model::config)
                .isInstanceOf(UsageException.class)
                .hasMessage("--image 100 is not a multiple of --patch 16; try --image 96");
    }

    /** The defaults of the command are 64 pixels in patches of 8, of which the weights know nothing. */
    @Test
    void weightsGiveTheSizesThatWereNotAskedFor(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("weights.safetensors");
        VitConfig stored = VitConfig.micro(28, 14);
        try (Backend backend = Backends.open("reference", BackendConfig.cpu());
                TensorScope scope = TensorScope.open()) {
            ModelWeights.write(file, new VisionTransformer(backend, stored), stored, Map.of());
        }
        Optional<Path> weights = Optional.of(file);
        assertThat(parse().model.config(weights)).isEqualTo(stored);
        assertThat(parse("--model", "vit_micro").model.config(weights)).isEqualTo(stored);
        assertThat(parse("--patch", "14").model.config(weights)).isEqualTo(stored);
        assertThat(parse("--patch", "14", "--image", "42").model.config(weights))
                .isEqualTo(stored.withImage(42, 42));
        for (String[] other : List.of(new String[] {"--model", "vit_tiny"}, new String[] {"--patch", "8"})) {
            assertThatThrownBy(() -> parse(other).model.config(weights))
                    .isInstanceOf(UsageException.class)
                    .hasMessageEndingWith("is of a model of width 96, depth 4 and patch 14, which --model and --patch"
                            + " cannot change; leave them out");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--threads 3 | opened fast on cuda:1 with 3",
                "--threads 2 --device cpu | opened fast on cpu with 2",
                "--threads 2 --device cuda:7 | opened fast on cuda:7 with 2",
                "--engine fake --threads 1 | opened fake on cpu with 1"
            })
    void theEngineAskedForIsOpened(String args, String opened) {
        EngineOptions engine = parse(args.split(" ")).engine;
        assertThatThrownBy(() -> engine.open(INSTALLED, Precision.FLOAT32))
                .isInstanceOf(BackendException.class)
                .hasMessage(opened);
    }

    @Test
    void halfAsManyThreadsLoadImages() {
        assertThat(parse("--threads", "5").engine.loading().numThreads()).isEqualTo(2);
        assertThat(parse("--threads", "1").engine.loading().numThreads()).isEqualTo(1);
        assertThat(parse().engine.loading()).isEqualTo(LoaderOptions.Tuning.standard());
    }

    @Test
    void aPrecisionThatTheEngineLacksIsRefused() {
        EngineOptions engine = parse("--engine", "fake").engine;
        assertThatThrownBy(() -> engine.open(INSTALLED, Precision.BFLOAT16))
                .isInstanceOf(BackendException.class)
                .hasMessage("backend 'fake' does not compute in bf16, only in fp32; leave out --precision or take an"
                        + " engine that offers bf16");
    }

    @Test
    void helpNamesTheInstalledEnginesAndTheDefaults() {
        String help = new CommandLine(new All()).setUsageHelpWidth(200).getUsageMessage();
        assertThat(help).contains("fake", "Default: vit_micro", "Default: embedded", "Default: 32", "vit_large");
    }

    private static All parse(String... args) {
        All all = new All();
        CommandLine.ParseResult parsed = new CommandLine(all).parseArgs(args);
        assertThat(parsed.errors()).isEmpty();
        return all;
    }
}

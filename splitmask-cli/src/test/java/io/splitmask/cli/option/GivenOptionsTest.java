package io.splitmask.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.train.RunConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

class GivenOptionsTest {
    @Command
    private static final class Options {
        @Mixin
        private final EngineOptions engine = new EngineOptions();

        @Mixin
        private final RunOptions run = new RunOptions();

        @Mixin
        private final LengthOptions length = new LengthOptions();

        @Option(names = "--set")
        private Map<String, String> settings = new LinkedHashMap<>();

        @Option(names = "--no-match")
        private boolean noMatch;

        @Mixin
        private final WeightsOptions weights = new WeightsOptions();
    }

    private static GivenOptions given(String... args) {
        return GivenOptions.of(new CommandLine(new Options()).parseArgs(args));
    }

    private static RunConfig config(Map<String, Object> settings) {
        return new RunConfig("pretrain", 0, settings, Map.of());
    }

    @Test
    void areThoseThatWereTyped() {
        assertThat(given().values()).isEmpty();
        assertThat(given("--init", "a.pth", "--epochs=7", "--set", "a=1", "--set", "b=2", "--no-match")
                        .values())
                .isEqualTo(Map.of("--weights", "a.pth", "--epochs", "7", "--set", "a=1,b=2", "--no-match", "true"));
    }

    @Test
    void whatComputesAndWhatIsPrintedMayDiffer() {
        assertThat(given(
                                "--resume",
                                "--out",
                                "x",
                                "--device",
                                "cpu",
                                "--threads",
                                "3",
                                "--checkpoint-every",
                                "9",
                                "--json")
                        .values())
                .isEmpty();
    }

    @Test
    void aRunMayBeGivenItsOptionsAgain() {
        RunConfig began =
                config(Map.of("options", given("--epochs", "7", "--seed", "3").values()));
        assertThatCode(() -> given("--seed", "3").requireThoseOf(began)).doesNotThrowAnyException();
        assertThatThrownBy(() ->
                        given("--seed", "4", "--epochs", "7", "--set", "a=1").requireThoseOf(began))
                .isInstanceOf(UsageException.class)
                .hasMessage("--resume keeps the options that the run began with: --seed expected 3, got 4; --set"
                        + " expected none, got a=1; leave out what differs, or start a new run in another folder");
    }

    @Test
    void aRunOfAnOlderVersionDoesNotNameItsOptions() {
        RunConfig older = config(Map.of());
        assertThatCode(() -> given("--resume", "--out", "x").requireThoseOf(older))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> given("--seed", "4").requireThoseOf(older))
                .isInstanceOf(UsageException.class)
                .hasMessageEndingWith("does not name the options that it began with; leave out --seed");
    }

    @Test
    void recomputingIsKeptToo() {
        Options options = new Options();
        new CommandLine(options).parseArgs("--recompute");
        assertThat(options.run.recompute(null)).isTrue();
        assertThat(options.run.recompute(config(options.run.settings()))).isTrue();
        assertThat(options.run.recompute(config(Map.of("recompute", false)))).isFalse();
        assertThat(options.run.recompute(config(Map.of()))).as("older versions").isFalse();
    }
}

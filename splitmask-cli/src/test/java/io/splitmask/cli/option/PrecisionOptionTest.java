package io.splitmask.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.splitmask.spi.Precision;
import io.splitmask.train.RunConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class PrecisionOptionTest {
    private static final RunConfig OLDER = new RunConfig("pretrain", 1, Map.of(), Map.of());
    private static final RunConfig ROUNDED = new RunConfig("pretrain", 1, Map.of("precision", "bf16"), Map.of());

    @Command
    private static final class Options {
        @Mixin
        private final PrecisionOption precision = new PrecisionOption();
    }

    private static PrecisionOption parse(String... args) {
        Options options = new Options();
        assertThat(new CommandLine(options).parseArgs(args).errors()).isEmpty();
        return options.precision;
    }

    @Test
    void isSingleUnlessAskedFor() {
        assertThat(parse().precision()).isEqualTo(Precision.FLOAT32);
        assertThat(parse("--precision", "bf16").precision()).isEqualTo(Precision.BFLOAT16);
        assertThat(parse("--precision", "bf16").precision(null)).isEqualTo(Precision.BFLOAT16);
    }

    @Test
    void aRunThatGoesOnKeepsItsPrecision() {
        assertThat(parse().precision(ROUNDED)).isEqualTo(Precision.BFLOAT16);
        assertThat(parse().precision(OLDER)).isEqualTo(Precision.FLOAT32);
    }

    @Test
    void whatIsNoPrecisionNamesTheKnown() {
        assertThatThrownBy(() -> parse("--precision", "fp8")).hasMessageContaining("expected fp32 or bf16, got 'fp8'");
        RunConfig damaged = new RunConfig("pretrain", 1, Map.of("precision", 7), Map.of());
        assertThatThrownBy(() -> parse().precision(damaged))
                .hasMessage("settings 'precision': expected fp32 or bf16, got '7'");
    }
}

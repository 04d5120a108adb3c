package io.splitmask.cli.option;

import io.splitmask.spi.Precision;
import io.splitmask.train.RunConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How exactly training computes its products. */
public final class PrecisionOption {
    /** Its name among the settings of a run. */
    public static final String SETTING = "precision";

    @Option(
            names = "--precision",
            paramLabel = "PRECISION",
            converter = PrecisionName.class,
            description =
                    "Numbers that matrix products are computed with: fp32, single precision, or bf16, bfloat16, where"
                            + " the engine offers it; weights, their updates and losses stay in single precision. Made for"
                            + " CUDA. Default: fp32.")
    private @Nullable Precision precision;

    /** Returns the precision for work that begins now. */
    public Precision precision() {
        return precision == null ? Precision.FLOAT32 : precision;
    }

    /**
     * Returns the precision of a run.
     *
     * @param earlier settings of the run to go on with, which keeps its precision; null for a new one
     */
    public Precision precision(@Nullable RunConfig earlier) {
        return earlier == null ? precision() : precisionOf(earlier);
    }

    /** Runs from before there was a choice say nothing. */
    private static Precision precisionOf(RunConfig run) {
        try {
            return Precision.parse(String.valueOf(run.settings().getOrDefault(SETTING, Precision.FLOAT32.toString())));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("settings '" + SETTING + "': " + e.getMessage(), e);
        }
    }
}

package io.splitmask.cli.bench.step;

import io.splitmask.cli.option.PositiveInt;
import picocli.CommandLine.Option;

/** How many steps a measurement takes. */
public final class StepCounts {
    @Option(
            names = "--steps",
            paramLabel = "N",
            converter = PositiveInt.class,
            description = "Steps that count. Default: ${DEFAULT-VALUE}.")
    private int steps = 10;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            converter = PositiveInt.class,
            description = "Steps before them. Default: ${DEFAULT-VALUE}.")
    private int warmup = 3;

    /** Returns how many steps count. */
    public int steps() {
        return steps;
    }

    /** Returns how many steps come before them. */
    public int warmup() {
        return warmup;
    }
}

package io.splitmask.cli.bench;

import io.splitmask.cli.option.PositiveInt;
import picocli.CommandLine.Option;

/** How many steps a measurement takes. */
final class StepCounts {
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

    int steps() {
        return steps;
    }

    int warmup() {
        return warmup;
    }
}

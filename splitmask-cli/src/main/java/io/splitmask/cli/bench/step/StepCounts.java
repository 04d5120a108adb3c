package io.splitmask.cli.bench.step;

import io.splitmask.cli.option.PositiveInt;
import java.time.Duration;
import java.util.List;
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
            description = "Steps before them, at least. Default: ${DEFAULT-VALUE}.")
    private int warmup = 3;

    @Option(
            names = "--warmup-seconds",
            paramLabel = "S",
            converter = PositiveInt.class,
            description = "Time for steps before them, at least: so long Java's compiler takes turns with the engine on"
                    + " the processor's cores. Default: ${DEFAULT-VALUE}.")
    private int warmupSeconds = 20;

    /** Returns how many steps count. */
    int steps() {
        return steps;
    }

    /** Returns how many steps come before them, at least. */
    int warmup() {
        return warmup;
    }

    /** Returns for how long there are steps before them, at least. */
    Duration warmupTime() {
        return Duration.ofSeconds(warmupSeconds);
    }

    /** Returns the same as options of {@code bench step}, or of a peer. */
    public List<String> options() {
        return List.of("--steps", "" + steps, "--warmup", "" + warmup, "--warmup-seconds", "" + warmupSeconds);
    }
}

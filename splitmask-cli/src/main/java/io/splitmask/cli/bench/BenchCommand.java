package io.splitmask.cli.bench;

import io.splitmask.cli.bench.compare.BenchCompareCommand;
import io.splitmask.cli.bench.compare.BenchScaleCommand;
import io.splitmask.cli.bench.data.BenchDataCommand;
import io.splitmask.cli.bench.kernels.BenchKernelsCommand;
import io.splitmask.cli.bench.step.BenchStepCommand;
import io.splitmask.cli.option.UsageException;
import io.splitmask.cli.option.Version;
import picocli.CommandLine.Command;

/** Measures speed. */
@Command(
        name = "bench",
        description = "Measures speed on this machine.",
        subcommands = {
            BenchStepCommand.class,
            BenchKernelsCommand.class,
            BenchCompareCommand.class,
            BenchScaleCommand.class,
            BenchDataCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class BenchCommand implements Runnable {
    @Override
    public void run() {
        throw new UsageException("expected what to measure; known: step, kernels, compare, scale, data");
    }
}

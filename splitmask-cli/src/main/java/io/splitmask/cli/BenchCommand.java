package io.splitmask.cli;

import picocli.CommandLine.Command;

/** Measures speed. */
@Command(
        name = "bench",
        description = "Measures how fast an engine trains on this machine.",
        subcommands = BenchStepCommand.class,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class BenchCommand implements Runnable {
    @Override
    public void run() {
        throw new UsageException("expected what to measure; known: step");
    }
}

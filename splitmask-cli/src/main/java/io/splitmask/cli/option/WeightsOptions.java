package io.splitmask.cli.option;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The weights that a command starts from; without, they are random. */
public final class WeightsOptions {
    @Option(
            names = {"--weights", "--init"},
            paramLabel = "RUN",
            description = "Start from these weights: " + StartingWeights.KINDS + " Default: random weights.")
    private @Nullable Path weights;

    /** Returns the file of the weights; empty for random ones. @throws UsageException if there is no such file */
    public Optional<Path> file() {
        return Optional.ofNullable(weights).map(StartingWeights::file);
    }
}

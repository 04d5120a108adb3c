package io.splitmask.cli.option;

import io.splitmask.nn.VitConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The trained network that a command uses as it is. */
public final class NetworkOptions {
    @Option(
            names = "--weights",
            paramLabel = "RUN",
            required = true,
            description = "The network: " + StartingWeights.KINDS)
    private @Nullable Path weights;

    @Option(
            names = "--image",
            paramLabel = "PIXELS",
            converter = PositiveInt.class,
            description =
                    "Side of the square images that go into the network; a multiple of its patch. Default: as it was"
                            + " trained.")
    private @Nullable Integer image;

    /** Returns the file of the weights. @throws UsageException if there is no such file */
    public Path weights() {
        return StartingWeights.file(Objects.requireNonNull(weights));
    }

    /** Returns the sizes of the network. @throws UsageException if patches do not cover the image asked for */
    public VitConfig config() throws IOException {
        VitConfig stored = StartingWeights.config(weights());
        return image == null ? stored : StartingWeights.withImage(stored, image);
    }
}

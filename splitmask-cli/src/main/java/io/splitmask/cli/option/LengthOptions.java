package io.splitmask.cli.option;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How long to train. */
public final class LengthOptions {
    @ArgGroup(exclusive = true, multiplicity = "0..1")
    private @Nullable Length length;

    /** How long to train, one way or the other. */
    public static class Length {
        @Option(
                names = "--epochs",
                paramLabel = "N",
                converter = PositiveInt.class,
                description = "Train until each image was seen N times.")
        private @Nullable Integer epochs;

        @Option(
                names = "--updates",
                paramLabel = "N",
                converter = PositiveInt.class,
                description = "Train for N optimizer steps (instead of --epochs).")
        private @Nullable Integer updates;

        OptionalInt epochs() {
            return epochs == null ? OptionalInt.empty() : OptionalInt.of(epochs);
        }

        OptionalInt updates() {
            return updates == null ? OptionalInt.empty() : OptionalInt.of(updates);
        }
    }

    /** Returns the epochs asked for; empty if the length was given in updates or not at all. */
    public OptionalInt epochs() {
        return length == null ? OptionalInt.empty() : length.epochs();
    }

    /** Returns the optimizer steps asked for; empty if the length was given in epochs or not at all. */
    public OptionalInt updates() {
        return length == null ? OptionalInt.empty() : length.updates();
    }
}

package io.splitmask.train;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.splitmask.spi.Availability;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.BackendProvider;
import io.splitmask.spi.Backends;
import io.splitmask.spi.Precision;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.Device;
import java.util.List;

/** The engines on the class path, for tests that run on each. */
public final class InstalledEngines {
    private InstalledEngines() {}

    /** Returns the names of all, the reference backend among them. */
    public static List<String> all() {
        return Backends.installed().stream().map(BackendProvider::name).toList();
    }

    /** Returns the names of those that are made for training. */
    public static List<String> fast() {
        return all().stream()
                .filter(name -> !name.equals(ReferenceBackendProvider.NAME))
                .toList();
    }

    /** Returns the names of those that offer a precision. */
    public static List<String> offering(Precision precision) {
        return Backends.installed().stream()
                .filter(provider -> provider.precisions().contains(precision))
                .map(BackendProvider::name)
                .toList();
    }

    /** Opens an engine on the processor; skips the test where it cannot run. */
    public static Backend open(String name) {
        return open(name, Precision.FLOAT32);
    }

    /** Opens an engine on the processor with products of this precision; skips the test where it cannot run. */
    public static Backend open(String name, Precision precision) {
        Availability availability = Backends.installed().stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow()
                .availability();
        assumeTrue(availability.available(), () -> name + " cannot run here: " + availability.reason());
        // One thread: a second one costs more than it gains with so few numbers.
        return Backends.open(name, new BackendConfig(Device.CPU, 1, precision));
    }
}

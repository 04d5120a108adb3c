package io.splitmask.tck.reference;

import io.splitmask.spi.Availability;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.BackendException;
import io.splitmask.spi.BackendProvider;
import io.splitmask.tensor.Device;
import java.util.List;

/** Offers the plain-Java backend under the name {@code reference}; it is available everywhere, on the processor. */
public final class ReferenceBackendProvider implements BackendProvider {
    /** The name that users type. */
    public static final String NAME = "reference";

    /** Below every real engine, so that it is never chosen beside one. */
    private static final int PRIORITY = -10;

    /** Creates the provider, as {@link java.util.ServiceLoader} does. */
    public ReferenceBackendProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Availability availability() {
        return Availability.yes("plain Java " + Runtime.version().feature());
    }

    @Override
    public List<Device> devices() {
        return List.of(Device.CPU);
    }

    @Override
    public Backend open(BackendConfig config) {
        if (!devices().contains(config.device())) {
            throw new BackendException(
                    "backend '" + NAME + "': expected device cpu, got " + config.device() + "; use --device cpu");
        }
        return new ReferenceBackend();
    }

    @Override
    public int priority() {
        return PRIORITY;
    }
}

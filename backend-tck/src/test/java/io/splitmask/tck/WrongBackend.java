package io.splitmask.tck;

import io.splitmask.spi.Availability;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.BackendProvider;
import io.splitmask.spi.BackendWrapper;
import io.splitmask.spi.Kernels;
import io.splitmask.tck.reference.ReferenceBackendProvider;
import io.splitmask.tensor.Device;
import java.util.List;
import java.util.function.UnaryOperator;

/** The reference backend with some kernels replaced, usually by a mistake. */
public class WrongBackend implements BackendProvider {
    private final BackendProvider right = new ReferenceBackendProvider();
    private final UnaryOperator<Kernels> mistake;

    /** @param mistake wraps the right kernels */
    public WrongBackend(UnaryOperator<Kernels> mistake) {
        this.mistake = mistake;
    }

    @Override
    public String name() {
        return right.name();
    }

    @Override
    public Availability availability() {
        return right.availability();
    }

    @Override
    public List<Device> devices() {
        return right.devices();
    }

    @Override
    public Backend open(BackendConfig config) {
        Backend backend = right.open(config);
        return new BackendWrapper(backend, mistake.apply(backend.kernels()));
    }
}

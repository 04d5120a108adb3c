package com.example.arrays;

import io.splitmask.spi.Availability;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.BackendException;
import io.splitmask.spi.BackendProvider;
import io.splitmask.tensor.Device;
import java.util.List;

/** Offers the backend under the name {@code arrays}. */
public final class ArraysProvider implements BackendProvider {
    static final String NAME = "arrays";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Availability availability() {
        return Availability.yes("Java " + Runtime.version().feature());
    }

    @Override
    public List<Device> devices() {
        return List.of(Device.CPU);
    }

    @Override
    public Backend open(BackendConfig config) {
        if (!devices().contains(config.device())) {
            throw new BackendException("backend 'arrays': expected device cpu, got " + config.device());
        }
        return new ArraysBackend();
    }

    /** Below the real engines, so that nobody gets this one without asking for it. */
    @Override
    public int priority() {
        return -5;
    }
}

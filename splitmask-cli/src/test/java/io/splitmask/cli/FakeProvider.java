package io.splitmask.cli;

import io.splitmask.spi.Availability;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.BackendException;
import io.splitmask.spi.BackendProvider;
import io.splitmask.tensor.Device;
import java.util.List;

/** A provider that tells, by an exception, how it was asked to open. */
public class FakeProvider implements BackendProvider {
    private final String name;
    private final int priority;
    private final Availability availability;
    private final List<Device> devices;

    public FakeProvider(String name, int priority, Availability availability, Device... devices) {
        this.name = name;
        this.priority = priority;
        this.availability = availability;
        this.devices = List.of(devices);
    }

    /** The one that the service loader finds in these tests. */
    public static final class OnClassPath extends FakeProvider {
        public OnClassPath() {
            super("fake", -1000, Availability.yes("nothing real"), Device.CPU);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Availability availability() {
        return availability;
    }

    @Override
    public List<Device> devices() {
        return devices;
    }

    @Override
    public int priority() {
        return priority;
    }

    @Override
    public Backend open(BackendConfig config) {
        throw new BackendException("opened " + name + " on " + config.device() + " with " + config.threads());
    }
}

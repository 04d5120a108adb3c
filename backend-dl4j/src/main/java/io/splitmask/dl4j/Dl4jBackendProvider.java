package io.splitmask.dl4j;

import io.splitmask.spi.Availability;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendConfig;
import io.splitmask.spi.BackendException;
import io.splitmask.spi.BackendProvider;
import io.splitmask.tensor.Device;
import java.util.List;
import java.util.Optional;

/**
 * Offers the backend {@code dl4j}: ND4J on the processor. Loads no native code before {@link #open}.
 *
 * <p>Some loops take the JDK's Vector API where the JVM was started with {@code --add-modules jdk.incubator.vector} and
 * the processor has vectors of 256 bits or more. They are faster and give the same bits.
 */
public final class Dl4jBackendProvider implements BackendProvider {
    static final String NAME = "dl4j";

    private static final int PRIORITY = 5;

    /** Creates the provider; {@link java.util.ServiceLoader} calls this. */
    public Dl4jBackendProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int priority() {
        return PRIORITY;
    }

    @Override
    public Availability availability() {
        if (!NativeLibrary.isNd4jOnClassPath()) {
            return Availability.no("ND4J is not on the class path", NativeLibrary.REMEDY);
        }
        Optional<NativeLibrary> library = NativeLibrary.find();
        return library.isPresent()
                ? Availability.yes("ND4J with natives " + library.get().classifier()
                        + (VectorModule.isUsable() ? ", loops with Java's Vector API" : ""))
                : Availability.no(
                        "ND4J's natives for " + NativeLibrary.thisPlatform() + " are not on the class path",
                        NativeLibrary.REMEDY);
    }

    @Override
    public List<Device> devices() {
        return availability().available() ? List.of(Device.CPU) : List.of();
    }

    @Override
    public Backend open(BackendConfig config) {
        if (config.device().kind() != Device.Kind.CPU) {
            throw new BackendException("backend 'dl4j': expected device cpu, got " + config.device()
                    + ": it computes on the processor only, and nd4j-cuda is not used; for CUDA install "
                    + "io.splitmask:backend-djl and take backend 'djl'");
        }
        Availability availability = availability();
        if (!availability.available()) {
            throw new BackendException(
                    "backend 'dl4j' cannot run: " + availability.reason() + "; " + availability.remedy());
        }
        return Dl4jBackend.open(config);
    }
}

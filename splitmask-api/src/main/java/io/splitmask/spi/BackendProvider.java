package io.splitmask.spi;

import io.splitmask.tensor.Device;
import java.util.List;

/** Entry point of a backend, found by {@link java.util.ServiceLoader}. Loading the class must load no native code. */
public interface BackendProvider {
    /** Returns the name that users type, such as {@code djl}: lower case, unique, stable. */
    String name();

    /** Says whether the backend can run here; never throws. */
    Availability availability();

    /** Lists the devices it can open here, best first; cheap, no native code. Empty if unavailable. */
    List<Device> devices();

    /**
     * Opens the backend.
     *
     * @throws BackendException with reason and remedy, one line, if the device is not among {@link #devices()} or the
     *     engine does not start
     */
    Backend open(BackendConfig config);

    /** Returns the rank among available backends when the user names none; the highest wins. */
    default int priority() {
        return 0;
    }
}

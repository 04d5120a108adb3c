package io.splitmask.spi;

import io.splitmask.tensor.Device;
import java.util.List;
import java.util.Set;

/** Entry point of a backend, found by {@link java.util.ServiceLoader}. Loading the class must load no native code. */
public interface BackendProvider {
    /** Returns the name that users type, such as {@code djl}: lower case, unique, stable. */
    String name();

    /** Says whether the backend can run here; never throws. */
    Availability availability();

    /** Lists the devices it can open here, best first; cheap, no native code. Empty if unavailable. */
    List<Device> devices();

    /** Lists the precisions in which it can compute products; a provider that only has single precision inherits this. */
    default Set<Precision> precisions() {
        return Set.of(Precision.FLOAT32);
    }

    /**
     * Opens the backend. Callers with a precision of their own go through {@link Backends#open(BackendProvider,
     * BackendConfig)}, which refuses one that is not among {@link #precisions()}; an implementation need not.
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

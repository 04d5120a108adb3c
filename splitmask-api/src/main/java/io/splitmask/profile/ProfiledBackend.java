package io.splitmask.profile;

import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendWrapper;
import io.splitmask.spi.Kernels;
import org.jspecify.annotations.Nullable;

/**
 * A backend whose kernels are timed. On a GPU, which works on after a call returned, the time of a kernel is that of
 * its start.
 */
public final class ProfiledBackend extends BackendWrapper {
    /**
     * Times the kernels of a backend.
     *
     * @param backend closed with this
     * @param profile what every call is added to
     */
    public ProfiledBackend(Backend backend, Profile profile) {
        super(backend, KernelCall.watched(call -> timed(backend.kernels(), call, profile)));
    }

    private static @Nullable Object timed(Kernels kernels, KernelCall call, Profile profile) {
        long start = System.nanoTime();
        Object result = call.on(kernels);
        long nanos = System.nanoTime() - start;
        profile.add(call.kernel(), Place.current(), nanos, bytes(call.arguments()) + bytes(result));
        return result;
    }

    private static long bytes(@Nullable Object value) {
        return KernelCall.buffers(value)
                .mapToLong(buffer -> buffer.shape().size() * buffer.dtype().bytes())
                .sum();
    }
}

package io.splitmask.profile;

import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendWrapper;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.spi.Kernels;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
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
        super(backend, timed(backend.kernels(), profile));
    }

    private static Kernels timed(Kernels kernels, Profile profile) {
        return (Kernels) Proxy.newProxyInstance(
                Kernels.class.getClassLoader(),
                new Class<?>[] {Kernels.class},
                (proxy, method, arguments) -> timed(kernels, method, arguments, profile));
    }

    private static @Nullable Object timed(
            Kernels kernels, Method method, @Nullable Object @Nullable [] arguments, Profile profile) throws Throwable {
        long start = System.nanoTime();
        try {
            Object result = method.invoke(kernels, arguments);
            long nanos = System.nanoTime() - start;
            profile.add(method.getName(), Place.current(), nanos, bytes(result) + bytes(arguments));
            return result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static long bytes(@Nullable Object @Nullable [] values) {
        long bytes = 0;
        for (Object value : values == null ? new Object[0] : values) {
            bytes += bytes(value);
        }
        return bytes;
    }

    private static long bytes(@Nullable Object value) {
        if (value instanceof Buffer buffer) {
            return buffer.shape().size() * buffer.dtype().bytes();
        }
        if (value instanceof FusedResult result) {
            return bytes(result.output()) + bytes(result.state());
        }
        return value instanceof List<?> list ? bytes(list.toArray()) : 0;
    }
}

package io.splitmask.profile;

import io.splitmask.spi.Backend;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MemoryStatistics;
import io.splitmask.tensor.Device;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A backend whose kernels are timed. On a GPU, which works on after a call returned, the time of a kernel is that of
 * its start.
 */
public final class ProfiledBackend implements Backend {
    private final Backend backend;
    private final Kernels kernels;

    /**
     * Times the kernels of a backend.
     *
     * @param backend still owned by the caller, unless this is closed
     * @param profile what every call is added to
     */
    public ProfiledBackend(Backend backend, Profile profile) {
        this.backend = backend;
        Kernels timed = backend.kernels();
        this.kernels = (Kernels) Proxy.newProxyInstance(
                Kernels.class.getClassLoader(),
                new Class<?>[] {Kernels.class},
                (proxy, method, arguments) -> timed(timed, method, arguments, profile));
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

    @Override
    public String name() {
        return backend.name();
    }

    @Override
    public String description() {
        return backend.description();
    }

    @Override
    public Device device() {
        return backend.device();
    }

    @Override
    public Kernels kernels() {
        return kernels;
    }

    @Override
    public MemoryStatistics memory() {
        return backend.memory();
    }

    @Override
    public <T> T call(Callable<T> task) throws Exception {
        return backend.call(task);
    }

    @Override
    public void close() {
        backend.close();
    }
}

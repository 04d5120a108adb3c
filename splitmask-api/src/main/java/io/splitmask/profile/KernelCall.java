package io.splitmask.profile;

import io.splitmask.spi.AdamwMoments;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.spi.Kernels;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One call of a kernel.
 *
 * @param method of {@link Kernels}
 * @param arguments in the method's order
 */
public record KernelCall(Method method, List<Object> arguments) {
    /**
     * Puts somebody between callers and kernels.
     *
     * @param watcher gets every call and answers it, as a rule by {@link #on}
     */
    public static Kernels watched(Function<KernelCall, @Nullable Object> watcher) {
        return (Kernels) Proxy.newProxyInstance(
                Kernels.class.getClassLoader(),
                new Class<?>[] {Kernels.class},
                (proxy, method, arguments) ->
                        watcher.apply(new KernelCall(method, arguments == null ? List.of() : List.of(arguments))));
    }

    /** Returns the name of the kernel. */
    public String kernel() {
        return method.getName();
    }

    /** Calls the kernel. @return its result; null if it has none */
    public @Nullable Object on(Kernels kernels) {
        try {
            return method.invoke(kernels, arguments.toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause(); // kernels declare no others
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e); // an interface's methods are public
        }
    }

    /** Returns the buffers in an argument or a result, in their order. */
    public static Stream<Buffer> buffers(@Nullable Object value) {
        if (value instanceof Buffer buffer) {
            return Stream.of(buffer);
        }
        if (value instanceof FusedResult result) {
            return Stream.concat(Stream.of(result.output()), buffers(result.state()));
        }
        if (value instanceof AdamwMoments moments) {
            return Stream.concat(buffers(moments.first()), buffers(moments.second()));
        }
        return value instanceof List<?> list ? list.stream().flatMap(KernelCall::buffers) : Stream.empty();
    }
}

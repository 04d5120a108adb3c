package io.splitmask.cli.bench.kernels;

import io.splitmask.profile.KernelCall;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.FusedResult;
import io.splitmask.spi.Kernels;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;

/** Fused kernels composed of a backend's required ones, whatever the backend has in their place. */
final class ComposedKernels {
    private ComposedKernels() {}

    static Kernels of(Kernels kernels) {
        return (Kernels) Proxy.newProxyInstance(
                Kernels.class.getClassLoader(),
                new Class<?>[] {Kernels.class},
                (proxy, method, arguments) -> method.isDefault()
                        ? InvocationHandler.invokeDefault(proxy, method, arguments)
                        : new KernelCall(method, List.of(arguments)).on(kernels));
    }

    /**
     * Returns the call with a state that composed kernels understand: that of their own forward kernel.
     *
     * @param state takes up what the caller closes
     */
    static KernelCall withState(KernelCall call, Kernels composed, List<Buffer> state) {
        List<Object> arguments = call.arguments();
        FusedResult forward;
        switch (call.kernel()) {
            case "layerNormBackward" -> {
                Buffer w = (Buffer) arguments.get(1); // also in place of the bias, which has its shape
                forward = composed.layerNorm((Buffer) arguments.get(0), w, w, (float) arguments.get(2));
            }
            case "attentionBackward" -> forward = composed.attention((Buffer) arguments.get(0), (int) arguments.get(1));
            default -> {
                return call;
            }
        }
        forward.output().close();
        state.addAll(forward.state());
        return new KernelCall(
                call.method(),
                arguments.stream()
                        .map(argument -> argument instanceof List<?> ? state : argument)
                        .toList());
    }
}

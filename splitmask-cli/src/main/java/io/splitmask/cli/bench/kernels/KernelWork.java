package io.splitmask.cli.bench.kernels;

import io.splitmask.profile.KernelCall;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.MatmulSpec;
import org.jspecify.annotations.Nullable;

/**
 * The least that a kernel has to do.
 *
 * @param flops floating-point operations of its matrix products; 0 if it has none
 * @param bytes read and written if everything is touched once; 0 for a view
 */
record KernelWork(double flops, double bytes) {
    /** Counts the work of a call. @param result what it returned */
    static KernelWork of(KernelCall call, @Nullable Object result) {
        return new KernelWork(flops(call, result), bytes(call, result));
    }

    private static double flops(KernelCall call, @Nullable Object result) {
        return switch (call.kernel()) {
            case "matmul" -> {
                boolean transposed = ((MatmulSpec) call.arguments().get(2)).transposeA();
                yield 2 * size(result) * buffer(call, 0).shape().dim(transposed ? -2 : -1);
            }
            case "linear" -> 2 * size(result) * buffer(call, 0).shape().dim(-1);
            case "attention" -> 2 * attentionProduct(call);
            case "attentionBackward" -> 4 * attentionProduct(call);
            case "linearCrossEntropy", "linearSoftCrossEntropy" -> {
                int products = (boolean) call.arguments().get(4) ? 3 : 1; // logits, and the gradients of x and w
                yield 2
                        * products
                        * size(buffer(call, 0))
                        * buffer(call, 1).shape().dim(0);
            }
            default -> 0;
        };
    }

    /** One product over all heads: [T, Dh] with [Dh, T], or [T, T] with [T, Dh]. */
    private static double attentionProduct(KernelCall call) {
        return 2 * size(buffer(call, 0)) / 3 * buffer(call, 0).shape().dim(1);
    }

    private static double bytes(KernelCall call, @Nullable Object result) {
        double all = bytes(call.arguments()) + bytes(result);
        return switch (call.kernel()) {
            case "reshape" -> 0;
            case "slice", "gatherRows" -> 2 * bytes(result); // the rest of x is not read
            case "addInPlace", "multiplyInPlace", "ema" ->
                all + bytes(call.arguments().get(0));
            case "adamwStep" ->
                all + bytes(call.arguments().get(0)) + bytes(call.arguments().get(2));
            default -> all;
        };
    }

    private static Buffer buffer(KernelCall call, int argument) {
        return (Buffer) call.arguments().get(argument);
    }

    private static double size(@Nullable Object value) {
        return KernelCall.buffers(value)
                .mapToDouble(buffer -> buffer.shape().size())
                .sum();
    }

    private static double bytes(@Nullable Object value) {
        return KernelCall.buffers(value)
                .mapToDouble(buffer ->
                        (double) buffer.shape().size() * buffer.dtype().bytes())
                .sum();
    }
}

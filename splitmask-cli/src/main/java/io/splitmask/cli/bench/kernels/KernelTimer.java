package io.splitmask.cli.bench.kernels;

import io.splitmask.cli.bench.Median;
import io.splitmask.profile.KernelCall;
import io.splitmask.spi.Backend;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Times calls of kernels: the backend's own and, where it has one in its place, the composed one in turn. */
final class KernelTimer {
    private final Kernels own;
    private final Kernels composed;
    private final CallTimer timer;
    private final int rounds;

    /** Prepares to time. @param rounds samples of each, of which the median counts */
    KernelTimer(Backend backend, int rounds) {
        this.own = backend.kernels();
        this.composed = ComposedKernels.of(own);
        this.timer = new CallTimer(backend);
        this.rounds = rounds;
    }

    /** Repeats a call. What it changes in place changes as often. */
    KernelTiming time(KernelCall call) {
        Object result = call.on(own);
        KernelWork work = KernelWork.of(call, result);
        close(result);
        if (!call.method().isDefault()) {
            return new KernelTiming(work, medians(() -> close(call.on(own)))[0], null, false);
        }
        if (inherits(call.method())) {
            double seconds = medians(() -> close(call.on(own)))[0];
            return new KernelTiming(work, seconds, seconds, true);
        }
        List<Buffer> state = new ArrayList<>();
        try {
            KernelCall other = ComposedKernels.withState(call, composed, state);
            double[] seconds = medians(() -> close(call.on(own)), () -> close(other.on(composed)));
            return new KernelTiming(work, seconds[0], seconds[1], false);
        } finally {
            state.forEach(Buffer::close);
        }
    }

    /** Returns whether the backend has not written this fused kernel. */
    private boolean inherits(Method kernel) {
        return Arrays.stream(own.getClass().getMethods()).anyMatch(method -> method.equals(kernel));
    }

    /** Times forms of a call in turn. */
    private double[] medians(Runnable... forms) {
        List<List<Double>> samples = new ArrayList<>();
        for (Runnable form : forms) {
            timer.warmUp(form, 2 * rounds); // also for Java's compiler
            samples.add(new ArrayList<>());
        }
        for (int round = 0; round < rounds; round++) {
            for (int form = 0; form < forms.length; form++) {
                samples.get(form).add(timer.seconds(forms[form]));
            }
        }
        return samples.stream().mapToDouble(Median::of).toArray();
    }

    private static void close(@Nullable Object result) {
        KernelCall.buffers(result).forEach(Buffer::close);
    }
}

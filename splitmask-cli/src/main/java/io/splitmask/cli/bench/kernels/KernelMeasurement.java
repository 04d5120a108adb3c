package io.splitmask.cli.bench.kernels;

import io.splitmask.profile.KernelCall;
import io.splitmask.spi.Backend;
import io.splitmask.spi.BackendWrapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Times kernels on what they really get: in the midst of a step, the first call of each kind is repeated and timed. All
 * calls are counted.
 *
 * <p>Kernels that work in place are repeated too, so the results of the step mean nothing.
 */
final class KernelMeasurement {
    private final Backend backend;
    private final Predicate<String> wanted;
    private final KernelTimer timer;
    private final Map<CallSignature, Integer> counts = new LinkedHashMap<>();
    private final Map<CallSignature, KernelTiming> timings = new LinkedHashMap<>();
    private boolean started;

    /**
     * Prepares to measure.
     *
     * @param wanted tells by its name whether a kernel is timed
     */
    KernelMeasurement(Backend backend, Predicate<String> wanted, KernelTimer timer) {
        this.backend = backend;
        this.wanted = wanted;
        this.timer = timer;
    }

    /**
     * Calls of one kind.
     *
     * @param signature what they have in common
     * @param calls how many a step has
     * @param timing of one of them
     */
    record Row(CallSignature signature, int calls, KernelTiming timing) {
        double secondsPerStep() {
            return calls * timing.seconds();
        }
    }

    /** Returns the backend on which the step is to run. */
    Backend watched() {
        return new BackendWrapper(backend, KernelCall.watched(this::answer));
    }

    /** Begins with the next call. */
    void start() {
        started = true;
    }

    /** Returns the names of the kernels that were called. */
    Set<String> called() {
        Set<String> names = new TreeSet<>();
        counts.keySet().forEach(signature -> names.add(signature.kernel()));
        return names;
    }

    /** Returns what was timed. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        timings.forEach((signature, timing) -> rows.add(new Row(signature, counts.getOrDefault(signature, 0), timing)));
        return rows;
    }

    private @Nullable Object answer(KernelCall call) {
        if (started) {
            CallSignature signature = CallSignature.of(call);
            int calls = counts.merge(signature, 1, Integer::sum);
            if (calls == 1 && wanted.test(call.kernel())) {
                timings.put(signature, timer.time(call));
            }
        }
        return call.on(backend.kernels());
    }
}

package io.splitmask.cli.bench.kernels;

import io.splitmask.spi.Backend;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.tensor.Device;
import io.splitmask.tensor.Shape;

/** Times something short: as many calls as fill a sample, of which the mean counts. */
final class CallTimer {
    private static final long SAMPLE_NANOS = 2_000_000;

    private final Kernels kernels;
    private final boolean runsAhead;

    /** Times what a backend does. */
    CallTimer(Backend backend) {
        this.kernels = backend.kernels();
        this.runsAhead = backend.device().kind() != Device.Kind.CPU;
    }

    /** Calls for the time of so many samples, or once if that takes longer. */
    void warmUp(Runnable call, int samples) {
        repeat(call, samples * SAMPLE_NANOS);
    }

    /** Returns the seconds that a call takes. */
    double seconds(Runnable call) {
        return repeat(call, SAMPLE_NANOS);
    }

    private double repeat(Runnable call, long nanos) {
        finish();
        long start = System.nanoTime();
        int calls = 0;
        do {
            call.run();
            calls++;
        } while (System.nanoTime() - start < nanos);
        finish();
        return (System.nanoTime() - start) / 1e9 / calls;
    }

    /** Waits for a device that works on after a call returned: a value can only be read when all before it is done. */
    private void finish() {
        if (runsAhead) {
            try (Buffer value = kernels.full(Shape.of(1), 0f)) {
                float[] unused = kernels.downloadFloats(value);
            }
        }
    }
}

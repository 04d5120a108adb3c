package io.splitmask.cli.bench.kernels;

import io.splitmask.spi.Backend;
import io.splitmask.spi.Buffer;
import io.splitmask.spi.Kernels;
import io.splitmask.spi.MatmulSpec;
import io.splitmask.tensor.Shape;

/**
 * What an engine reaches on this machine at its easiest: no kernel can be expected to be faster.
 *
 * @param flopsPerSecond of the best product of square matrices
 * @param bytesPerSecond of a copy, read and written
 */
record SpeedFloor(double flopsPerSecond, double bytesPerSecond) {
    private static final int SMALLEST_MATRIX = 128;
    private static final int LARGEST_MATRIX = 4096;
    private static final double LONG_SECONDS = 0.03;
    private static final int COPIED_FLOATS = 1 << 24; // larger than caches
    private static final int TRIES = 5;

    /** Measures products of ever larger matrices, until one takes long, and copies. */
    static SpeedFloor measure(Backend backend) {
        Kernels kernels = backend.kernels();
        CallTimer timer = new CallTimer(backend);
        double flopsPerSecond = 0;
        double seconds = 0;
        for (int side = SMALLEST_MATRIX; side <= LARGEST_MATRIX && seconds < LONG_SECONDS; side *= 2) {
            try (Buffer matrix = kernels.full(Shape.of(side, side), 1f)) {
                seconds = best(timer, () -> kernels.matmul(matrix, matrix, MatmulSpec.NN)
                        .close());
            }
            flopsPerSecond = Math.max(flopsPerSecond, 2.0 * side * side * side / seconds);
        }
        Shape shape = Shape.of(COPIED_FLOATS);
        try (Buffer source = kernels.full(shape, 1f);
                Buffer target = kernels.full(shape, 0f)) {
            double copy = best(timer, () -> kernels.assign(target, source));
            return new SpeedFloor(flopsPerSecond, 2.0 * Float.BYTES * COPIED_FLOATS / copy);
        }
    }

    private static double best(CallTimer timer, Runnable call) {
        timer.warmUp(call, TRIES);
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < TRIES; i++) {
            best = Math.min(best, timer.seconds(call));
        }
        return best;
    }

    /** Returns the seconds in which the work could be done. */
    double seconds(KernelWork work) {
        return Math.max(work.flops() / flopsPerSecond, work.bytes() / bytesPerSecond);
    }
}

package io.splitmask.cli.bench.kernels;

import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What calls of a kernel take in a step.
 *
 * @param calls how many
 * @param flops of all of them
 * @param bytes of all of them
 * @param seconds of all of them
 * @param bestSeconds in which the work could be done
 * @param composedSeconds if the kernel were composed of required ones; null if it is a required one
 * @param peerSeconds in PyTorch for Python; null if it was not asked or has no such kernel
 */
record KernelLine(
        int calls,
        double flops,
        double bytes,
        double seconds,
        double bestSeconds,
        @Nullable Double composedSeconds,
        @Nullable Double peerSeconds) {
    /** Adds up calls of one kind. @param peer seconds of one of them */
    static KernelLine of(KernelMeasurement.Row row, SpeedFloor floor, @Nullable Double peer) {
        KernelTiming timing = row.timing();
        int calls = row.calls();
        return new KernelLine(
                calls,
                calls * timing.work().flops(),
                calls * timing.work().bytes(),
                calls * timing.seconds(),
                calls * floor.seconds(timing.work()),
                timing.composedSeconds() == null ? null : calls * timing.composedSeconds(),
                peer == null ? null : calls * peer);
    }

    KernelLine plus(KernelLine other) {
        return new KernelLine(
                calls + other.calls,
                flops + other.flops,
                bytes + other.bytes,
                seconds + other.seconds,
                bestSeconds + other.bestSeconds,
                both(composedSeconds, other.composedSeconds, Double::sum),
                both(peerSeconds, other.peerSeconds, Double::sum));
    }

    @Nullable
    Double composedRatio() {
        return both(composedSeconds, seconds, (composed, own) -> composed / own);
    }

    @Nullable
    Double peerRatio() {
        return both(peerSeconds, seconds, (peer, own) -> peer / own);
    }

    private static @Nullable Double both(@Nullable Double a, @Nullable Double b, BinaryOperator<Double> operation) {
        return a == null || b == null ? null : operation.apply(a, b);
    }
}

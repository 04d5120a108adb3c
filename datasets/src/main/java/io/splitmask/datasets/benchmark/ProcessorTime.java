package io.splitmask.datasets.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Optional;

/** The time for which processors have worked. */
final class ProcessorTime {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ProcessorTime() {}

    /**
     * Returns nanoseconds of work for the calling thread, from some start on; of the clock if the platform does not tell
     * those of the processor.
     */
    static long ofThread() {
        return THREADS.isCurrentThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled()
                ? THREADS.getCurrentThreadCpuTime()
                : System.nanoTime();
    }

    /** Returns nanoseconds of work for this program, with Java's compiler and garbage collector; 0 if not told. */
    static long ofProgram() {
        Optional<Duration> total = ProcessHandle.current().info().totalCpuDuration();
        return total.map(Duration::toNanos).orElse(0L);
    }
}

package io.splitmask.train;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Says when the next checkpoint is due. */
final class CheckpointTimer {
    private final CheckpointSettings settings;
    private final LongSupplier nanoTime;
    private long lastNanos;

    /**
     * Starts to count the time.
     *
     * @param nanoTime the clock
     */
    CheckpointTimer(CheckpointSettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.lastNanos = nanoTime.getAsLong();
    }

    /** Returns whether one is due after so many steps of the whole run. */
    boolean isDue(long steps) {
        boolean bySteps = settings.everySteps() > 0 && steps % settings.everySteps() == 0;
        boolean byTime = settings.everySeconds() > 0
                && nanoTime.getAsLong() - lastNanos >= TimeUnit.SECONDS.toNanos(settings.everySeconds());
        return bySteps || byTime;
    }

    /** Starts to count the time again. */
    void written() {
        lastNanos = nanoTime.getAsLong();
    }
}

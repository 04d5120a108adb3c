package io.splitmask.cli.study;

import io.splitmask.train.StepReport;
import io.splitmask.train.TrainListener;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/** Times the steps of a run, waiting for data included. Not thread-safe. */
final class StepClock implements TrainListener {
    /** First steps that do not count, since Java and the engine are still warming up. */
    private static final int WARMUP = 2;

    private final LongSupplier nanos;
    private final List<Double> seconds = new ArrayList<>();
    private long before;

    /** Starts without steps. @param nanos the clock, usually {@code System::nanoTime} */
    StepClock(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public void onStart(long step, long totalSteps) {
        before = nanos.getAsLong();
    }

    @Override
    public void onStep(StepReport report) {
        long now = nanos.getAsLong();
        seconds.add((now - before) / 1e9);
        before = now;
    }

    /** Returns how many steps were seen. */
    int steps() {
        return seconds.size();
    }

    /** Returns the time of all steps that were seen. */
    double total() {
        return seconds.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Returns the median time of a step after the first ones; of all if there are no more; empty without steps. */
    OptionalDouble median() {
        List<Double> counted = seconds.size() > WARMUP ? seconds.subList(WARMUP, seconds.size()) : seconds;
        double[] sorted =
                counted.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(sorted[sorted.length / 2]);
    }
}

package io.splitmask.datasets.benchmark;

import io.splitmask.datasets.transform.Stage;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a measurement gave.
 *
 * @param numImages images that were decoded and transformed
 * @param numPixels pixels that were decoded, over all images
 * @param numThreads that shared the work
 * @param clockNanos time by the clock
 * @param programNanos time of the processors for the whole program, with Java's compiler and garbage collector; 0 where
 *     the platform does not tell
 * @param stageNanos time of the processors by stage, over all threads; stages that there are not are missing
 */
public record DataBenchmarkResult(
        int numImages,
        long numPixels,
        int numThreads,
        long clockNanos,
        long programNanos,
        Map<Stage, Long> stageNanos) {
    /** Copies the map. */
    public DataBenchmarkResult {
        Map<Stage, Long> copy = new EnumMap<>(Stage.class);
        copy.putAll(stageNanos);
        stageNanos = Collections.unmodifiableMap(copy);
    }

    /** Returns the time of the processors for all stages, in nanoseconds. */
    public long processorNanos() {
        return stageNanos.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns images per second that one core makes if it does nothing else. */
    public double imagesPerSecondPerCore() {
        return numImages * 1e9 / processorNanos();
    }

    /** Returns images per second and core with Java's compiler and garbage collector; NaN where it is not known. */
    public double imagesPerSecondPerCoreOfProgram() {
        return programNanos == 0 ? Double.NaN : numImages * 1e9 / programNanos;
    }

    /** Returns images per second by the clock over all threads, which other programs slow down. */
    public double imagesPerSecond() {
        return numImages * 1e9 / clockNanos;
    }

    /** Returns the share of the time of the processors that went into a stage, 0..1. */
    public double share(Stage stage) {
        return (double) stageNanos.getOrDefault(stage, 0L) / processorNanos();
    }

    /** Returns the time of the processors that an image takes in a stage, in microseconds. */
    public double microsPerImage(Stage stage) {
        return stageNanos.getOrDefault(stage, 0L) / 1e3 / numImages;
    }
}
